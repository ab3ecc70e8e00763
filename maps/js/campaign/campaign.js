/**
 * The campaign page: what moves and what lies in store in the chosen week of the year.
 */
"use strict";
(function () {
  const { el, fill } = zimnik;
  const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#56b4e9"];
  const DASHES = [null, "6 3", "2 3", "8 3 2 3"];
  const PLAY_MS = 450;
  const MOST_PX = 9;
  const STORE_PX = 26;

  /** Return one series a mode: the most tonnes that any link of it takes in each week. */
  function modeSeries(campaign) {
    const modes = [...new Set(campaign.links.map((link) => link.mode))];
    return modes.map((mode) => {
      const links = campaign.links.filter((link) => link.mode === mode);
      const tonnes = campaign.weeks.map((_, week) => Math.max(...links.map((link) => link.tonnes[week])));
      const { color, dashArray } = zimnik.MODES[mode];
      return { name: zimnik.word(mode), color, dash: dashArray, tonnes };
    });
  }

  const stockSeries = (campaign, nameOf) => campaign.stocks.map((stock, i) => ({
    name: nameOf(stock.place_id), color: COLORS[i % COLORS.length], dash: DASHES[i % DASHES.length],
    tonnes: stock.tonnes,
  }));

  /** Return a function that draws the links and stores of a week over those of the year. */
  function weekDrawer(map, campaign, symbols) {
    const renderer = zimnik.topCanvas(map);
    const most = Math.max(1, ...campaign.links.flatMap((link) => link.tonnes));
    const links = campaign.links.map((link) => {
      const points = zimnik.decodeLine(link.line);
      const style = zimnik.MODES[link.mode];
      L.polyline(points, { ...style, weight: 1.6, opacity: 0.55, interactive: false, renderer }).addTo(map);
      const line = L.polyline(points, { ...style, dashArray: null, interactive: false, renderer }).addTo(map);
      return { link, line };
    });
    const fullest = Math.max(1, ...campaign.stocks.flatMap((stock) => stock.tonnes));
    const at = new Map(symbols.map((symbol) => [symbol.place.id, symbol.latlng]));
    const stores = campaign.stocks.filter((stock) => at.has(stock.place_id)).map((stock) => ({
      stock,
      ring: L.circleMarker(at.get(stock.place_id), {
        renderer, interactive: false, color: "#16323f", weight: 1, fillColor: "#f0e442", fillOpacity: 0.55,
      }).addTo(map),
    }));
    return (week) => {
      for (const { link, line } of links) {
        const tonnes = link.tonnes[week];
        line.setStyle({ opacity: tonnes > 0 ? 0.95 : 0, weight: 2.5 + MOST_PX * Math.sqrt(tonnes / most) });
      }
      for (const { stock, ring } of stores) {
        ring.setRadius(STORE_PX * Math.sqrt(stock.tonnes[week] / fullest));
      }
    };
  }

  /** Return a slider over the weeks with a button that plays them. */
  function weekControl(weeks, choose) {
    const words = zimnik.text.campaign;
    const label = el("output", { id: "z-week", for: "z-week-slider" });
    const slider = el("input", {
      type: "range", id: "z-week-slider", min: "0", max: String(weeks.length - 1), value: "0",
      "aria-label": words.week,
    });
    const button = el("button", { type: "button", class: "z-play", "aria-pressed": "false" }, words.play);
    let timer = null;
    const show = () => {
      const week = Number(slider.value);
      const said = fill(words.week_of, { day: zimnik.monthDay(weeks[week]) });
      label.textContent = said;
      slider.setAttribute("aria-valuetext", said);
      choose(week);
    };
    const stop = () => {
      clearInterval(timer);
      timer = null;
      button.textContent = words.play;
      button.setAttribute("aria-pressed", "false");
    };
    const start = () => {
      button.textContent = words.pause;
      button.setAttribute("aria-pressed", "true");
      timer = setInterval(() => {
        slider.value = String((Number(slider.value) + 1) % weeks.length);
        show();
      }, PLAY_MS);
    };
    slider.addEventListener("input", show);
    button.addEventListener("click", () => (timer === null ? start() : stop()));
    return { element: el("div", { class: "z-weeks" }, button, slider, label), show };
  }

  function chartsOf(campaign, stocks, modes) {
    const words = zimnik.text.campaign;
    const charts = [];
    if (stocks.length) charts.push({ title: words.stocks, unit: words.kt, series: stocks });
    if (modes.length) charts.push({ title: words.flows, unit: words.kt_a_week, series: modes });
    return charts.map((chart) => zimnik.weekChart({ ...chart, weeks: campaign.weeks }));
  }

  const placesOf = (campaign) => new Set([
    ...campaign.demands.flatMap((demand) => [demand.origin_id, demand.destination_id]),
    ...campaign.stocks.map((stock) => stock.place_id),
    ...campaign.fleet.flatMap((line) => [line.from_id, line.to_id]),
  ]);

  /**
   * Draw a campaign on a map that folium made.
   * @param {L.Map} map
   */
  zimnik.startCampaign = function (map) {
    const { campaign } = zimnik.data;
    const shown = placesOf(campaign);
    const { nameOf, symbols, legend, pin } = zimnik.drawGround(map, {
      panelLabel: zimnik.text.campaign.panel, allOn: false, fit: { maxZoom: 7, padding: 40 },
      home: (all) => [
        ...campaign.links.flatMap((link) => zimnik.decodeLine(link.line)),
        ...all.filter(({ place }) => shown.has(place.id)).map(({ latlng }) => latlng),
      ],
    });
    pin(shown);
    const draw = weekDrawer(map, campaign, symbols);
    const [stocks, modes] = [stockSeries(campaign, nameOf), modeSeries(campaign)];
    const charts = chartsOf(campaign, stocks, modes);
    const control = weekControl(campaign.weeks, (week) => {
      draw(week);
      for (const chart of charts) chart.choose(week);
    });
    document.getElementById("z-panel").append(
      zimnik.campaignHead(campaign, nameOf), control.element, ...charts.map(({ element }) => element),
      zimnik.weekTable(campaign.weeks, [...stocks, ...modes]),
      ...zimnik.campaignAccount(campaign, nameOf),
      zimnik.foldedLegend(legend));
    control.show();
  };
})();
