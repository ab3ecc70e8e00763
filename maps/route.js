/**
 * The route page: the routes between two places, one of them in full, beside their account.
 */
"use strict";
(function () {
  const { el } = zimnik;
  const legsOf = (route) => route.parts.filter((part) => "mode" in part);

  /** Return the legs of a route with their points. */
  const drawnLegs = (route) =>
    legsOf(route).map(({ mode, line }) => ({ mode, points: zimnik.decodeLine(line) }));

  /** Return a function that draws the routes with one of them in full. */
  function routeDrawer(map, routes) {
    const pane = map.createPane("z-route");
    pane.style.zIndex = "430";
    pane.style.pointerEvents = "none";
    const renderer = L.canvas({ pane: "z-route", padding: 0.4 });
    let drawn = [];
    return (number) => {
      for (const layer of drawn) layer.remove();
      const others = routes.filter((_, i) => i !== number);
      drawn = [
        ...others.map((route) => zimnik.routeLayer(drawnLegs(route), renderer, false)),
        zimnik.routeLayer(drawnLegs(routes[number]), renderer, true),
      ];
      for (const layer of drawn) layer.addTo(map);
    };
  }

  /** Return the ids of the places where a route starts, ends or changes vehicle. */
  const stopsOf = (route) => new Set(legsOf(route).flatMap((leg) => [leg.from_id, leg.to_id]));

  function routePoints(routes) {
    return routes.flatMap((route) => legsOf(route)).flatMap((leg) => zimnik.decodeLine(leg.line));
  }

  /** Return the panel: choice, account, and the layers of the atlas folded below. */
  function fillPanel(answer, layers, nameOf, choose) {
    const panel = document.getElementById("z-panel");
    panel.append(zimnik.routeHead(answer));
    if (answer.routes.length > 1) panel.append(zimnik.routeChoice(answer.routes, nameOf, choose));
    const account = el("div", { class: "z-account" });
    const more = el("details", { class: "z-more" },
      el("summary", {}, zimnik.text.ui.more_layers), ...layers);
    panel.append(account, more);
    return account;
  }

  /**
   * Draw an answer on a map that folium made.
   * @param {L.Map} map
   */
  zimnik.startRoute = function (map) {
    const { answer } = zimnik.data;
    const nameOf = zimnik.namer();
    const graticule = zimnik.addBackdrop(map);
    const links = zimnik.makeLinks(map, nameOf);
    const symbols = zimnik.makePlaces(map);
    const draw = routeDrawer(map, answer.routes);
    const ends = symbols.filter(({ place }) => [answer.origin, answer.destination].includes(place.id));
    const points = [...routePoints(answer.routes), ...ends.map(({ latlng }) => latlng)];
    const reset = () => zimnik.fit(map, points, { maxZoom: 7, padding: 40 });
    zimnik.addFrame(map, { panelLabel: zimnik.text.ui.panel_route, reset });
    reset();
    const labels = zimnik.addLabels(map, [...zimnik.placeLabels(map, symbols), ...zimnik.waterLabels()]);
    const layers = zimnik.layerPanel(map, {
      symbols, links, graticule, labels, placesOn: () => false, linksOn: false,
    });
    const account = fillPanel(answer, layers, nameOf, choose);

    function choose(number) {
      const route = answer.routes[number];
      draw(number);
      zimnik.pinPlaces(map, symbols, stopsOf(route));
      account.replaceChildren(...zimnik.routeAccount(route, answer, nameOf));
      zimnik.announce(zimnik.fill(zimnik.text.route.shown, { n: number + 1 }));
      labels.refresh();
    }

    if (answer.routes.length) {
      choose(0);
    } else {
      zimnik.pinPlaces(map, symbols, new Set([answer.origin, answer.destination]));
      account.replaceChildren(...zimnik.answerWarnings(answer));
      labels.refresh();
    }
    zimnik.limitPan(map, symbols.map(({ latlng }) => latlng));
    zimnik.addSearch(symbols, (symbol) => zimnik.showPlace(map, symbol));
  };
})();
