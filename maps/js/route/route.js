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
    const renderer = zimnik.topCanvas(map);
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

  /** Return the panel: choice, account, and the legend folded below. */
  function fillPanel(answer, legend, nameOf, choose) {
    const panel = document.getElementById("z-panel");
    panel.append(zimnik.routeHead(answer));
    if (answer.routes.length > 1) panel.append(zimnik.routeChoice(answer.routes, nameOf, choose));
    const account = el("div", { class: "z-account" });
    panel.append(account, zimnik.foldedLegend(legend));
    return account;
  }

  /**
   * Draw an answer on a map that folium made.
   * @param {L.Map} map
   */
  zimnik.startRoute = function (map) {
    const { route: answer } = zimnik.data;
    const ends = new Set([answer.origin, answer.destination]);
    const { nameOf, legend, pin } = zimnik.drawGround(map, {
      panelLabel: zimnik.text.ui.panel_route, allOn: false, fit: { maxZoom: 7, padding: 40 },
      home: (symbols) => [...routePoints(answer.routes),
        ...symbols.filter(({ place }) => ends.has(place.id)).map(({ latlng }) => latlng)],
    });
    const draw = routeDrawer(map, answer.routes);
    const account = fillPanel(answer, legend, nameOf, choose);

    function choose(number) {
      const route = answer.routes[number];
      draw(number);
      pin(stopsOf(route));
      account.replaceChildren(...zimnik.routeAccount(route, answer, nameOf));
      zimnik.announce(zimnik.fill(zimnik.text.route.shown, { n: number + 1 }));
    }

    if (answer.routes.length) {
      choose(0);
    } else {
      pin(ends);
      account.replaceChildren(...zimnik.answerWarnings(answer));
    }
  };
})();
