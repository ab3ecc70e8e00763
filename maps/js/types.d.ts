/**
 * The things that modules hand to each other, and the records that Python hands to a page.
 *
 * Records are written by `maps/page/page_data.py` and by the module of each page in `maps/pages`;
 * their names and units stand there. Nothing of this file reaches a page.
 */

import type * as Leaflet from "leaflet";
import type answers from "../page/answers_en.json";
import type english from "../page/text_en.json";

/**
 * The words of a language; a word that is not in the English files does not exist. Those of the
 * answers stand on their pages alone.
 */
/** What an answer says: in words already, by code, or in English because nobody translated it. */
export type Message = string | { text: string } | { code: string; with: Record<string, unknown> };
type SaidWords = { messages: Record<string, string>; message_words: Record<string, string> };
export type Words = typeof english & SaidWords & { answers: typeof answers };
/** Words by the value that they stand for. */
export type Names = Record<string, string>;

export type LonLat = [lonDeg: number, latDeg: number];
/** Box of pixels: left, top, right, bottom. */
export type Box = [number, number, number, number];

export interface Projection {
  project(at: LonLat): [xM: number, yM: number];
  unproject(at: [xM: number, yM: number]): LonLat;
}

export type Measure = keyof Words["stress"]["measures"];
export type Mode = "rail" | "road" | "winter_road" | "river" | "sea" | "air";
export type Family = "deposit" | "hub" | "market" | "terminal";
export type NameOf = (id: string) => string;

// ---- Page data ----

export interface Imprint {
  title: string;
  titles: Record<string, string>;
  version: string;
  date: string;
  rates_year: number;
  command: string;
  attribution: string;
  projection: "region" | "polar" | "mercator";
}

/** A fact: the number of its column, and its cell. */
export type Fact = [column: number, value: string | number];

export interface Sourced {
  facts: Fact[];
  source: string;
  confidence: string;
}

export interface PlaceRecord extends Sourced {
  id: string;
  kind: string;
  name_en: string;
  name_ru: string;
  aliases: string[];
  at: LonLat;
  status: string;
  stages: string[];
}

export interface LinkRecord extends Sourced {
  id: string;
  mode: Mode;
  from_id: string;
  to_id: string;
  state: string;
  season: [opens: string, closes: string];
  line: number[];
}

export interface Edges {
  west: number;
  south: number;
  east: number;
}

export interface Land {
  polygons: number[][][];
  edges: Edges;
}

export interface Tiles {
  url: string;
  terms: string;
  options: Leaflet.TileLayerOptions & { attribution: string };
}

export interface AreaRecord {
  id: string;
  polygons: number[][][];
}

export interface PageGround {
  /** The equal-area projection that the page is drawn in, where it lies over no tiles. */
  projection: { kind: "albers" | "azimuthal"; parameters_deg: number[] };
  /** Where the maps begin. */
  west_deg: number;
  waters: { at: LonLat; names: Record<string, string>; is_small: boolean }[];
  countries: Record<string, Record<string, string>>;
  corridors: Record<string, Record<string, string>>;
  languages: string[];
}

export interface PageData {
  imprint: Imprint;
  ground: PageGround;
  columns: (keyof Words["fields"])[];
  /** Units of columns, as the tables of the atlas give them. */
  units: Record<string, string>;
  places: PlaceRecord[];
  links: LinkRecord[];
  /** Code that is read only when it is needed; see `shared/later.js`. */
  later?: string;
  /** What messages speak of beyond that. */
  told_places: { id: string; name_en: string; name_ru: string }[];
  told_links?: { id: string; from_id: string; to_id: string }[];
  land: Land;
  areas?: AreaRecord[];
  tiles?: Tiles;
  route: AnswerRecord;
  campaign: CampaignRecord;
  comparison: ComparisonRecord;
  remoteness: RemotenessRecord;
  stress: StressRecord;
  planner: PlannerPageRecord;
  answer: Story;
}

// ---- What is drawn ----

export type ShapeName =
  | "circle" | "square" | "diamond" | "crossed_diamond" | "half_diamond" | "frame" | "ring"
  | "hexagon" | "triangle" | "star" | "bars";

export interface SymbolStyle {
  shape: ShapeName;
  fillColor: string;
  color: string;
  weight: number;
  radius: number;
}

export interface LineStyle {
  color: string;
  weight: number;
  dashArray?: string;
  lineCap: "round" | "butt";
}

/** A place with its family (the table of its symbol) and its keys within it. */
export interface Place extends PlaceRecord {
  family: Family;
  keys: string[];
}

/** How a place tells an answer. */
export interface Paint {
  radius: number;
  fillColor: string;
}

/** A place on the map. */
export interface PlaceSymbol {
  place: Place;
  latlng: Leaflet.LatLng;
  layer: Leaflet.CircleMarker & { shape: ShapeName; grow(radius: number): void };
  pinned: boolean;
  painted: Paint | null;
  /** Whether a disc of several sites stands for it. */
  isJoined: boolean;
  open(opener?: HTMLElement | SVGElement | null): void;
  setPinned(pinned: boolean): void;
  paint(look: Paint): void;
  /** Take the size of the zoom, which the end of the move shows. */
  grow(): void;
}

/** Something that the search finds. */
export interface Find {
  label: string;
  /** Its name in the other language. */
  other: string;
  kind: string;
  picture(): Element;
  /** The least first where names match alike. */
  order: number;
  /** Comparable names. */
  names: string[];
  act(): void;
}

/** A name on the map. */
export interface Label {
  latlng: Leaflet.LatLng;
  text: string;
  style: string;
  centred: boolean;
  /** Whether it is shown, its rank (the least first), from which zoom, and px of its symbol. */
  state(): { shown: boolean; rank: number; minZoom: number; radius: number };
}

export interface Labels {
  refresh(): void;
  show(shown: boolean): void;
}

/** A switch of the legend. */
export interface Switch {
  key: string;
  label: string;
  swatch: Element | null;
  count: number | null;
  on: boolean;
  set(on: boolean): void;
}

export interface Ground {
  /** Show again what the page opened with. */
  reset(): void;
  nameOf: NameOf;
  symbols: PlaceSymbol[];
  legend: HTMLElement[];
  /** Show the places of some ids, whatever layers are on. */
  pin(ids: Set<string>): void;
  /** Show the links of some ids, whatever layers are on. */
  pinLinks(ids: Set<string>): void;
  /** Let a page choose by id instead of opening the card of a place; it returns whether it does. */
  chooseBy(choose: (id: string) => boolean): void;
  /** Let a page add a line to what is told of a link under the pointer. */
  tellLinks(tell: (id: string) => string): void;
}

/** What is drawn of a ground, for its legend. */
export interface Drawn {
  symbols: PlaceSymbol[];
  links: Links;
  areas: Switch[];
  graticule: Leaflet.LayerGroup;
  labels: Labels;
  allOn: boolean;
  /** Whether sites tell an answer, and links that none takes stay away. */
  isAnswer: boolean;
}

/** The site that a tap means, if it falls near one. */
export type SiteAt = (event: Leaflet.LeafletMouseEvent) => PlaceSymbol | null;

/** The links of a map. */
export interface Links {
  groups: Map<Mode, Leaflet.LayerGroup>;
  pin(ids: Set<string>): void;
  setTelling(tell: (id: string) => string): void;
}

export interface FitOptions {
  maxZoom?: number;
  padding?: number;
  animate?: boolean;
  /** Px at the left and at the foot that buttons and legend take. */
  room?: { left: number; foot: number };
}

/** A coordinate system with its plane, which the types of Leaflet leave out. */
export interface PlaneCrs extends Leaflet.CRS {
  projection: Leaflet.Projection;
  transformation: Leaflet.Transformation;
}

/** Parts of Leaflet that it does not publish and a page needs. */
export interface CanvasInternals {
  _redrawRequest?: number;
  _redraw(): void;
}

export interface MarkerInternals {
  _empty(): boolean;
  _updateBounds(): void;
  _point: Leaflet.Point;
  _radius: number;
  _renderer: { _setPath(path: unknown, d: string): void };
}

export interface GridInternals {
  _tileZoom: number;
  /** The first tile of a row, and that after its last. */
  _wrapX: [number, number];
}

export interface LineInternals {
  _map: Leaflet.Map;
  _latlngs: Leaflet.LatLng[] | Leaflet.LatLng[][] | Leaflet.LatLng[][][];
  _rings: Leaflet.Point[][];
  _parts: Leaflet.Point[][];
  _rawPxBounds: Leaflet.Bounds;
  _renderer: { _bounds: Leaflet.Bounds & { min: Leaflet.Point; max: Leaflet.Point } };
  _updateBounds(): void;
  options: Leaflet.PolylineOptions;
  /** Rings in the plane, and the positions that they are of. */
  plane: { xs: Float64Array; ys: Float64Array; points: Leaflet.Point[]; box: Leaflet.Bounds }[];
  planeOf: unknown;
}

export interface RendererInternals {
  _map: Leaflet.Map & { _animatingZoom?: boolean };
  _bounds?: Leaflet.Bounds & { min: Leaflet.Point };
  _container?: HTMLCanvasElement;
}

declare global {
  /** What the script of a page hands over, once the later one has run too. */
  const zimnik: typeof import("./panel/export.js") & typeof import("./panel/table_file.js") & typeof import("./shared/print.js")
    & typeof import("./shared/popup.js") & typeof import("./answers/paper.js");
}

// ---- Panels ----

/** A part of the state of a view, and how it stands in the address. */
export interface Part<T> {
  initial: T;
  read(text: string): T;
  write(value: T): string;
}

/** A place or lines on the ground for a file, with what is told of it. */
export interface MapFeature {
  at?: Leaflet.LatLng;
  lines?: Leaflet.LatLng[][];
  properties: Record<string, unknown>;
}

/** What Leaflet keeps of a layer that it draws on a canvas. */
export interface DrawnLayer {
  options: Leaflet.PathOptions;
  _parts?: Leaflet.Point[][];
  _point?: Leaflet.Point;
  _radius?: number;
}

/** What Leaflet keeps of a canvas, its layers from the lowest up. */
export interface DrawnLines {
  _container: HTMLCanvasElement;
  _bounds: Leaflet.Bounds & { min: Leaflet.Point };
  _drawFirst?: DrawnOrder | null;
}

export interface DrawnOrder {
  layer: DrawnLayer;
  next: DrawnOrder | null;
}

export type Parts<S> = { [K in keyof S]: Part<S[K]> };

export interface View<S> {
  change(part: Partial<S>): void;
  reset(): void;
  state(): S;
  /** Show the state of the address for the first time. */
  start(): void;
}

export interface Row {
  id: string;
  name: string;
  note: string;
}

/** A column of a table. */
export interface Column<R> {
  key: string;
  label: string;
  title: string;
  isText?: boolean;
  /** What rows are sorted by; null where it is not known. */
  value(row: R): number | string | null;
  text(row: R): string;
}

export interface SortState {
  sort: string;
  order: string;
}

// ---- Routes ----

export interface SeasonRecord {
  link_id: string;
  opens: string;
  closes: string;
  basis: string | null;
  light_load: boolean;
}

export interface LegRecord {
  mode: Mode;
  vehicle: string;
  from_id: string;
  to_id: string;
  link_ids: string[];
  /** Places between its ends. */
  passes: { id: string }[];
  distance_km: number;
  estimated: boolean;
  depart_day: number;
  arrive_day: number;
  depart: string | null;
  arrive: string | null;
  cost_usd_per_t: number;
  seasons: SeasonRecord[];
  /** Windows of the seasons but those that hold all days of one before them. */
  windows: [opens: string, closes: string][];
  /** Points of the leg as steps; only in the record of a route page. */
  line?: number[];
}

export interface TransferRecord {
  at_id: string;
  from_vehicle: string | null;
  to_vehicle: string | null;
  dwell_d: number;
  waiting_d: number;
  cost_usd_per_t: number;
}

export interface ReoCosts {
  cost_usd_per_kg_reo_contained: number | null;
  cost_usd_per_kg_reo_recovered: number | null;
  share_of_benchmark: number | null;
}

export interface Totals extends ReoCosts {
  cost_usd_per_t: number;
  distance_km: number;
  duration_d: number;
  waiting_d: number;
  co2_kg_per_t: number;
}

/** A part of a route in a few words: by which mode to where. */
export interface Stretch {
  mode: Mode;
  to_id: string;
}

/** What is wanted of a place (lift) or link (passage) in a year, and what is known of it. */
export interface CapacityRecord {
  id: string;
  kind: "lift" | "passage";
  wanted_t_per_y: number;
  capacity_t_per_y: number | null;
  largest_traffic_t_per_y: number | null;
  year: number | null;
  verdict: "fits" | "exceeded" | "within_known_traffic" | "above_known_traffic" | "unknown";
}

/** US dollars. */
export interface UsdRange {
  low_usd: number;
  base_usd: number;
  high_usd: number;
}

/** Something that an answer uses and that does not exist: a link, a place, or a stage of a hub. */
export interface NeedRecord {
  id: string;
  mode: Mode | null;
  from_id: string | null;
  to_id: string | null;
  stage: string | null;
  state: string;
  year: number | null;
  payer: string;
  build: UsdRange | null;
  yearly: UsdRange | null;
  in_costs: boolean;
}

export interface RouteRecord {
  /** Day on which cargo is ready, "MM-DD"; not in the planner, which knows it by itself. */
  ready?: string | null;
  needs_first: NeedRecord[];
  total: Totals;
  range: { low_usd_per_t: number; high_usd_per_t: number };
  components: Record<string, number>;
  by_way_of: Stretch[];
  capacity_checks: CapacityRecord[];
  warnings: Message[];
  parts: (LegRecord | TransferRecord)[];
}

/** What is said above an account. */
export interface HeadRecord {
  product: { name: string; reo_grade_pct: number | null };
  tonnes_per_y: number;
  reason: Message | null;
}

/** What an account needs beside its route. */
export interface AccountRecord {
  benchmark_usd_per_kg_reo: number;
  warnings: Message[];
}

export interface PlaceRef {
  id: string;
  name: string;
}

/** What a tonne costs in the mean of a year, and on its best and its worst day, MM-DD. */
export interface YearRecord extends ReoCosts {
  mean_usd_per_t: number;
  low_usd_per_t: number;
  high_usd_per_t: number;
  best_usd_per_t: number;
  best_ready: string;
  worst_usd_per_t: number;
  worst_ready: string;
  /** Days of the year on which cargo is made. */
  working_d: number;
  distance_km: number;
  duration_d: number;
  waiting_d: number;
  co2_kg_per_t: number;
  by_month: MonthCost[];
  components: Record<string, number>;
  capacity_checks: CapacityRecord[];
  needs_first: NeedRecord[];
}

/** The mean of the working days of a month. */
export interface MonthCost {
  month: number;
  working_d: number;
  mean_usd_per_t: number;
  mean_duration_d: number;
}

/** A way that a share of the year's cargo takes, at what it costs on the cheapest of its days. */
export interface ShareRecord {
  share: number;
  cost_usd_per_t: number;
  by_way_of: Stretch[];
}

/** What a tonne costs with one number at its low and at its high. */
export interface SwingRecord {
  input: string;
  at_low_usd_per_t: number;
  at_high_usd_per_t: number;
}

/** Percentiles over draws, and what moves the cost most, the widest first. */
export interface SpreadRecord {
  draws: number;
  scope: keyof typeof english.spread.scope;
  p10_usd_per_t: number;
  p50_usd_per_t: number;
  p90_usd_per_t: number;
  p10_duration_d: number | null;
  p50_duration_d: number | null;
  p90_duration_d: number | null;
  in_time_share: number | null;
  within_d: number | null;
  swings: SwingRecord[];
}

/** What a tonne costs from year to year; a year in which not all arrives has no mean. */
export interface ManyYearsRecord {
  kind: string;
  count: number;
  over_years: { p10_usd_per_t: number | null; p50_usd_per_t: number | null; p90_usd_per_t: number | null };
  by_year: { year: number; mean_usd_per_t: number | null }[];
}

export interface AnswerRecord extends HeadRecord, AccountRecord {
  year: (YearRecord & { warnings: Message[] }) | null;
  shares: ShareRecord[];
  spread: SpreadRecord | null;
  many_years: ManyYearsRecord | null;
  origin: PlaceRef;
  destination: PlaceRef;
  routes: RouteRecord[];
}

// ---- Campaign ----

export interface DemandRecord {
  origin_id: string;
  destination_id: string;
  product: string;
  inbound: boolean;
  wanted_t: number;
  delivered_t: number;
  cost_usd: number;
  cost_usd_per_t: number | null;
  reason: Message;
}

export interface BindingRecord {
  kind: string;
  name: string;
  used_t: number;
  upper_t: number;
  /** For a tonne less and a tonne more. */
  delivered_t_per_t: [less: number | null, more: number | null];
  cost_usd_per_t: [less: number, more: number];
}

export interface FleetRecord {
  vehicle: string;
  from_id: string;
  to_id: string;
  demands: number[];
  loads: number;
  trips_per_d: number;
  vehicles: number;
  busiest_vehicles: number;
}

/** The plan of the normal year over observed or drawn years. */
export interface ReliabilityRecord {
  kind: "observed" | "drawn";
  count: number;
  plan_t: number;
  held_years: number;
  stock_held_share: number;
  carry_over: { destination_id: string; product: string; stock_t: number; usd_per_t_y: number }[];
  carry_over_usd_per_y: number;
  worst_year: number;
  worst_delivered_t: number;
  deciding: {
    cause: string;
    link_id: string;
    regained_t: number;
    saved_usd: number;
    opens_later_d: number | null;
    closes_later_d: number | null;
    shut_from: string | null;
    shut_d: number | null;
  } | null;
  by_year: { year: number; delivered_t: number; cost_usd: number; holds: boolean; events: string[] }[];
}

export interface FleetNeedRecord {
  vehicle: string;
  water: string;
  vehicles: number;
  worked_d: number;
  hired_d: number;
  idle_usd: number;
  /** Vehicles at work in every week. */
  at_work: number[];
  known_vehicles: number | null;
  is_short: boolean;
  known: { name: string; vehicles: number; year: number | null; source: string }[];
}

export interface CampaignRecord {
  reliability: ReliabilityRecord | null;
  spread: SpreadRecord | null;
  week_starts: string[];
  demands: DemandRecord[];
  delivered_t: number;
  total: { cost_usd: number; even_use_usd: number; cost_usd_per_t: number | null; co2_t: number };
  components: Record<string, number>;
  binding: BindingRecord[];
  fleet: FleetRecord[];
  fleets: FleetNeedRecord[];
  stocks: { place_id: string; tonnes: number[] }[];
  flows: { link_id: string; mode: Mode; from_id: string; to_id: string; tonnes: number[];
    /** First and last days on which it is open; none where it always is. */
    windows: [opens: string, closes: string][]; line: number[] }[];
  needs_first: NeedRecord[];
  capacity_checks: CapacityRecord[];
  warnings: Message[];
}

/** Tonnes by week as a line of a chart. */
export interface Series {
  name: string;
  color: string;
  dash: string | null;
  tonnes: number[];
}

// ---- Compared hubs ----

export interface HaulRecord {
  kind: string;
  item: string;
  from_id: string;
  to_id: string;
  shipped_t_per_y: number;
  cost_usd_per_t: number;
  link_ids: string[];
}

export interface HubRecord {
  hub_id: string;
  hub_name: string;
  reason: string | null;
  reasons: Message[];
  cost_usd_per_t: number;
  /** Null where nothing was drawn. */
  cheapest_in_draws_share: number | null;
  unserved_feed_t_per_y: number;
  best_ready: string | null;
  worst_ready: string | null;
  months_usd_per_t: (number | null)[];
  spread: SpreadRecord | null;
  hauls: HaulRecord[];
  capacity_checks: CapacityRecord[];
  needs_first: NeedRecord[];
}

export interface ComparisonRecord {
  deposits: PlaceRef[];
  stages: string[];
  basis: "year" | "day";
  ready: string | null;
  /** What each deposit ships, made on so many days of the year. */
  cargoes: { origin_id: string; working_d: number | null }[];
  components: string[];
  benchmark_usd_per_kg_reo: number;
  hubs: HubRecord[];
  /** From this share of draws on, the cheapest hub is surely called so. */
  sure_share: number;
  lines: Record<string, number[]>;
  warnings: Message[];
}

// ---- Remoteness ----

export type Goal = keyof Words["remoteness"]["titles"] & keyof Words["remoteness"]["columns"];
export type Quantity = "cost_usd_per_t" | "duration_h";
/** Where to, US$ per t and hours. */
export type Told = [placeId: string, usdPerT: number, hours: number];

/** US$ per t on the best and on the worst day of a year. */
export type Extremes = [bestUsdPerT: number, worstUsdPerT: number];

export interface SiteRecord {
  site_id: string;
  nearest: Record<string, Told | null>;
  extremes: Record<string, Extremes | null>;
  months: Record<string, (Told | null)[]>;
  days_joined: number;
  aria_score: number;
  gravity_index: number;
  far_level: number;
  all_season_road_km: number | null;
  rural_access: boolean;
}

export interface PackedRecord {
  /** `code` tells how it stands in the block: see `maps/page/packing.py`. */
  arrays: [name: string, type: string, length: number, code: string][];
  block: string;
}

export type Unpacked = Record<string, Int32Array | Float64Array>;

export interface SurfaceRecord extends PackedRecord {
  goal: Goal;
  tonnes_per_y: number;
  days: (string | null)[];
  rows: number;
  columns: number;
  west_m: number;
  north_m: number;
  cell_m: number;
  no_route: number;
}

export type Bands = Record<Quantity, number[]>;

/** On which days cargo is ready: made evenly over some of a year, or on one day, null for the best. */
export interface Readiness {
  basis: "year" | "day";
  ready: string | null;
  working_d: number | null;
}

export interface RemotenessRecord extends Readiness {
  year_type: string;
  goals: Goal[];
  sites: SiteRecord[];
  towns: [id: string, name: string][];
  aria_classes: [people: number, meanKm: number | null][];
  rank_correlations: [one: string, other: string, spearman: number | null, kendall: number | null][];
  bands: Bands;
  surface: SurfaceRecord | null;
  capacity_checks: CapacityRecord[];
  needs_first: NeedRecord[];
  warnings: Message[];
}

/** An index of remoteness: what it is of a site, and how remote that is from 0 to 1. */
export interface Index {
  key: Goal;
  label: string;
  title: string;
  said: string;
  valueOf(site: SiteRecord): number | null;
  shareOf(value: number): number;
  text(value: number): string;
}

export interface RemotenessState extends SortState {
  index: string;
  quantity: Quantity;
  month: number;
  surface: string;
  chosen: string | null;
}

/** A row of the table of sites: values and texts of the indices by key. */
export interface SiteRow extends Row {
  values: Record<string, number | null>;
  texts: Record<string, string>;
}

/** A surface on the map. */
export interface SurfaceView {
  show(quantity: Quantity, month: number, isOn: boolean): void;
  /** Number of the band at a position, -1 where there is none. */
  bandAt(latlng: Leaflet.LatLng): number;
}

// ---- Planner ----

export type YearType = "short" | "normal" | "long";

export interface CargoRecord {
  id: string;
  product: string;
  tonnes_per_y: number;
  shipped_t_per_y: number;
  reo_kg_per_t: number | null;
  reo_recovery_pct: number | null;
  /** Service of railways that it takes, one of those of the record. */
  rail_service: string;
  is_radioactive: boolean;
  notes: Message[];
}

/** What the page reckons with, laid out by `planner/unpacked.js`, but the arrays. */
export interface PlannerRecord {
  places: string[];
  /** Ports not known to lift radioactive cargo: whether each is known to be closed to it. */
  barred: Record<string, boolean>;
  links: string[];
  vehicles: string[];
  modes: Mode[];
  quantities: string[];
  components: Record<string, number[]>;
  corridors: string[];
  borders: string[];
  /** What seasons rest on, where the atlas says so; `edge_basis` counts in them. */
  bases: string[];
  /** Services of railways; `edge_rail_service` counts in them. */
  rail_services: string[];
  years: YearType[];
  cargoes: CargoRecord[];
  /** What is known of a place or link: room, its year, largest traffic and its year. */
  capacities: Record<string, [room: number | null, roomYear: number | null, traffic: number | null, trafficYear: number | null]>;
  /** What is known of each link that does not exist. */
  /** The different ways in which links do not exist. */
  unbuilt: (Omit<NeedRecord, "id" | "name" | "from_id" | "to_id" | "yearly"> & { is_yearly: boolean })[];
  hubs: string[];
  benchmark_usd_per_kg_reo: number;
  max_days: number;
  short_leg_km: number;
  story?: StoryRecord | null;
}

/** A text, a figure by its name, or an element with its children; a link has its address first. */
export type StoryNode = string | { figure: string } | [tag: string, ...children: (StoryNode | { href: string })[]];

export interface StoryText {
  title: string;
  steps: { heading: StoryNode[]; body: StoryNode[] }[];
}

/** What a planner tells in steps; see `maps/pages/planner_story.py`. */
export interface StoryRecord {
  views: { address: string; chart: string | null }[];
  texts: Record<string, StoryText>;
}

/** What `maps/pages/planner_data.py` wrote, but the packed block. */
export interface PlannerPacked extends Omit<PlannerRecord, "cargoes"> {
  /** Ids that do not follow from the ends of their link. */
  links: string[];
  cargoes: Record<string, [values: any[], codes?: number[]]>;
}

export interface PlannerPageRecord extends PlannerPacked, PackedRecord {
  bands: Bands;
  surface: SurfaceRecord | null;
}

/** The packed arrays by name; those of kinds of year and levels end with these. */
export type PlannerArrays = Record<
  "row_start" | "row_quantity" | "load_row" | "unload_row" | "move_start" | "move_head"
  | "move_row" | "move_edge" | "stored" | "state_place" | "state_vehicle" | "edge_link"
  | "edge_tail" | "edge_head" | "link_from" | "link_to" | "link_mode" | "link_corridor"
  | "link_border" | "link_estimated" | "link_only_for" | "link_direct" | "link_dedicated" | "link_unbuilt" | "link_checked" | "place_checked" | "edge_basis" | "edge_light" | "edge_rail_service" | `move_window_${YearType}` | `link_unopened_${YearType}`,
  Int32Array
> & Record<
  "row_amount" | "window_opens" | "window_length" | "link_km" | "emissions"
  | `prices_${Level}`,
  Float64Array
>;

export type Level = "low" | "base" | "high";

/** What the router searches. */
export interface PlannerNetwork {
  record: PlannerRecord;
  arrays: PlannerArrays;
  nodes: number;
  /** Node that each move leaves. */
  tail: Int32Array;
  /** First of `stateBack` for every state that a move leads to from another. */
  stateBackStart: Int32Array;
  /** Moves of cargo that came by a link, by the state that they lead to. */
  stateBack: Int32Array;
  /** 1 for each move that is one of `stateBack`. */
  isStateBack: Uint8Array;
  /** Row of quantities of each move. */
  row: Int32Array;
  /** Days that each row takes. */
  rowDays: Float64Array;
  /** Number of the place that each move belongs to, or -1. */
  owner: Int32Array;
  /** Number of the only place where cargo of each move may end, or -1. */
  onlyEnd: Int32Array;
  /** Moves that belong to a place. */
  ownedBy: Map<number, number[]>;
  /** Dedicated roads by the number of their link: rows of quantities of their own, and moves. */
  dedicated: Map<number, { km: number; quantity: number; rows: Set<number>; moves: number[] }>;
  placeOf: Map<string, number>;
  /** States of each place. */
  statesOf: number[][];
}

/** What is closed. */
export interface Closures {
  modes: Set<string>;
  corridors: Set<string>;
  borders: Set<string>;
}

/** What a cargo may use at what cost. */
export interface Priced {
  /** Cost of each row. */
  costs: Float64Array;
  /** Price of a day of waiting. */
  waiting: number;
  /** By move; in a query as `closedButOwn` tells it. */
  closed: Uint8Array;
}

/** The least cost from every state to the ends, by time. */
export interface TimeBounds {
  at(state: number, time: number): number;
}

/** What is searched for from anywhere to some ends. */
export interface CommonQuery {
  priced: Priced;
  /** Cost of unloading by state. */
  unloading: Map<number, number>;
  /** Without what belongs to a place alone. */
  bounds: import("./planner/opening_bounds.js").Bounds;
  /** Window of each move in the kind of year. */
  windows: Int32Array;
}

/** What is searched for from a place to some ends. */
export interface RouterQuery extends Omit<CommonQuery, "bounds"> {
  origin: number;
  bounds: TimeBounds;
  /** Bounds that cargo from other places has too, where they are sought once for all. */
  common: import("./planner/opening_bounds.js").Bounds | null;
}

/** A path as it was searched, without its waits. */
export interface FoundPath {
  cost: number;
  ready: number;
  moves: number[];
  startState: number;
  endState: number;
}

/** A path without its days. */
export type KnownPath = Pick<FoundPath, "moves" | "startState" | "endState">;

/** A path and its waits for cargo that is ready on each of some days. */
export interface PathCalendar {
  moves: number[];
  startState: number;
  endState: number;
  /** Numbers of the moves before which cargo may wait. */
  leaves: number[];
  /** What follows each of `leaves`: how long it takes, and when it may begin. */
  runs: { days: number; dated: { opens: number; slack: number }[] }[];
  /** Loading at the start. */
  loadingDays: number;
  /** Days waited, for each day of readiness. */
  waitingDays: Float64Array;
  /** Without waits. */
  cost: number;
  /** With waits, by day of readiness; infinite where it comes too late. */
  costs: Float64Array;
}

/** The cheapest path for each of some days of readiness. */
export interface YearPaths {
  days: readonly number[];
  costs: Float64Array;
  calendars: PathCalendar[];
  /** Number of the path of each day. */
  used: Int32Array;
  /** Whether paths that come back to a place were left out. */
  isHurried: boolean;
}

/** Prices of a cargo by quantity. */
export interface PlannerPrices {
  base: Float64Array;
  low: Float64Array;
  high: Float64Array;
  emissions: Float64Array;
}

/** What a tonne costs over the year. */
export interface PlannerYear extends Omit<YearRecord, keyof ReoCosts | "best_ready" | "worst_ready"
  | "components" | "capacity_checks" | "needs_first"> {
  best_ready_d: number;
  worst_ready_d: number;
  /** Mean of what a tonne consumes. */
  bill: Float64Array;
  /** By working day. */
  costs: Float64Array;
  /** Paths with the share of the cargo that takes them, the largest first. */
  shares: { share: number; path: Path }[];
  isHurried: boolean;
}

/** The account of a year, its warnings not in words yet. */
export interface PlannerYearAccount {
  year: YearRecord;
  shares: ShareRecord[];
  warnings: RouteWarning[];
}

/** A path that was found: moves with the days waited before each, and what it costs. */
export interface Path {
  cost: number;
  ready: number;
  moves: number[];
  waits: number[];
  origin: number;
  destination: number;
  startState: number;
  endState: number;
}

export interface PlannerState extends Closures {
  hub: string;
  /** Day of readiness MM-DD; null for cargo that is made evenly over the year or a season. */
  ready: string | null;
  /** First and last day of the working season; null for all days. */
  season: [opens: string, closes: string] | null;
  year: YearType;
  factors: Record<string, number>;
  off: Set<string>;
  chosen: string | null;
  /** Which of the ways of the chosen deposit is shown in full. */
  share: number;
  surface: boolean;
  sort: PlannerSort;
  descending: boolean;
  /** Place of the map; null as the page opens. */
  at: string | null;
  /** Step of the story that is told, from 1; 0 where none is. */
  step: number;
}

export type PlannerSort =
  | "name" | "cost" | "reo" | "days" | "waiting" | "modes" | "total" | "difference";

export type PlannerChange = (
  part: Partial<PlannerState> | ((state: PlannerState) => Partial<PlannerState>)
) => void;

/** What to mind on a route: a leg that is an estimate, a port not known to lift radioactive cargo. */
export type RouteWarning =
  | { kind: "estimate"; from_id: string; to_id: string; distance_km: number }
  | { kind: "radioactive"; at_id: string; is_closed: boolean };

/** A route whose warnings are not in words yet. */
export type PlannerRoute = Omit<RouteRecord, "warnings"> & { warnings: RouteWarning[] };

/** What a deposit pays under the state of the view. */
export interface PlannerAnswer {
  /** That of the largest share of the cargo first. */
  paths: Path[];
  /** Links of each path. */
  ways: number[][];
  /** Null where it is of one day. */
  year: PlannerYear | null;
  /** Whether ways that come back to a place were left out. */
  isHurried: boolean;
  /** Of the first path. */
  modes: Mode[];
  cost: number;
  reo: number | null;
  days: number;
  waiting: number;
  total: number;
  /** Where the first path ends. */
  hub: string;
}

export interface PlannerEngine {
  record: PlannerRecord;
  arrays: PlannerArrays;
  hubs: string[];
  /** Whether there are so many deposits that they are answered little by little. */
  isMany: boolean;
  keyOf(state: PlannerState): string;
  advance(state: PlannerState, budgetMs?: number, most?: number): boolean;
  answers(state: PlannerState): (PlannerAnswer | null)[];
  answersSoFar(state: PlannerState): { answers: (PlannerAnswer | null)[]; pending: number };
  answerOf(state: PlannerState, cargo: number): PlannerAnswer | null;
  yearFor(state: PlannerState, cargo: number): PlannerYear | null;
  account(state: PlannerState, cargo: number, year: PlannerYear): PlannerYearAccount;
  route(state: PlannerState, cargo: number, path: Path): PlannerRoute;
}

/** A row of the planner's table. */
export interface PlannerRow {
  id: string;
  name: string;
  where: string;
  cost: number | null;
  reo: number | null;
  days: number | null;
  waiting: number | null;
  modes: Mode[];
  modesText: string | null;
  total: number | null;
  difference: number | null;
  hub: string | null;
  best: number | null;
  worst: number | null;
}

/** A control of the panel: its row, and how it shows a state. */
export interface Control<S> {
  row: HTMLElement;
  show(state: S): void;
}

// ---- Weak points ----

export interface ClosureRecord {
  kind: "terminal" | "link" | "corridor" | "border" | "named" | "event";
  closed: string;
  link_ids: string[];
  rise_usd_per_y: number;
  cut_off_t_per_y: number;
  diverted_t_per_y: number;
  detours: [site: number, afterUsdPerT: number | null, hub: number | null][];
}

export interface StressYear extends Readiness {
  year_type: YearType;
  closures_examined: number;
  cost_usd_per_y: number;
  tonnes_per_y: number;
  unreached: string[];
  before_usd_per_t: number[];
  extremes_usd_per_t: (Extremes | null)[];
  closures: ClosureRecord[];
}

export interface StressRecord {
  sites: string[];
  tonnes_per_y: number[];
  hubs: string[];
  years: StressYear[];
  capacity_checks: CapacityRecord[];
  needs_first: NeedRecord[];
  warnings: Message[];
}

export interface DetourRow {
  site: string;
  tonnes: number;
  before: number;
  extremes: Extremes | null;
  after: number | null;
  hub: string | null;
}

export interface StressRow extends Row {
  kind: ClosureRecord["kind"];
  closed: string;
  links: string[];
  detours: DetourRow[];
  rise: number;
  cut: number;
  diverted: number;
  effect: string;
  said: string;
}

export interface StressState extends SortState {
  year: YearType;
  measure: Measure;
  off: Set<string>;
  chosen: string | null;
}

// ---- Answers as charts, written by `maps/pages/answers` ----

/** What becomes words and numbers of the reader's language. */
export type Said =
  | string
  | { place: string }
  | { number: number; digits: number }
  | { year: number }
  | { share: number }
  | { input: string }
  | { month: number }
  | { day: string }
  | { product: string }
  | { code: string }
  | { written: string }
  | { message: Message }
  | { list: Said[]; between?: string }
  | { word: string; with?: Record<string, Said> };

export interface KeyFigure {
  label: Said;
  value: Said;
  range: Said | null;
}

export interface DotsChart {
  kind: "dots";
  rows: { label: Said; low: number | null; mid: number | null; high: number | null; strong: boolean }[];
  marks?: { label: Said; value: number }[];
  columns: Said[];
  digits: number;
  from_zero: boolean;
}

export interface SharesChart {
  kind: "shares";
  rows: { label: Said; shares: number[] }[];
  parts: Said[];
  columns: Said[];
}

export interface SwingsChart {
  kind: "swings";
  rows: { label: Said; low: number; high: number; strong: boolean }[];
  base: number;
  columns: Said[];
  digits: number;
}

export interface HeatChart {
  kind: "heat";
  rows: Said[];
  columns: Said[];
  corner: Said;
  values: (number | null)[][];
  /** Ends of the ramp, and whether cells lie beyond them. */
  scale: [number, number] | null;
  beyond: [below: boolean, above: boolean];
}

export interface LinesChart {
  kind: "lines";
  series: { label: Said; points: [number, number][]; dots: boolean }[];
  marks?: { label: Said; at: [number, number] }[];
  x: Said;
  y: Said;
  log: boolean;
  digits: [x: number, y: number];
}

export interface BarsChart {
  kind: "bars";
  places: Said[];
  series: { label: Said; values: (number | null)[] }[];
  line: { label: Said; values: number[] } | null;
  x: Said;
  y: Said;
  digits: number;
}

export interface SankeyNode {
  label: Said;
  column: number;
}

export interface FlowMapChart {
  kind: "flow_map";
  /** Of the plane, in its units. */
  size: [width: number, height: number];
  /** Rings and lines: x and y of each point in turn. */
  land: number[][];
  /** The most tonnes first. */
  lines: { mode: Mode; tonnes: number; from: Said; to: Said; points: number[]; lonlat_deg: number[] }[];
  sites: { label: Said; at: [x: number, y: number]; is_hub: boolean; lonlat_deg: [lon: number, lat: number] }[];
  /** Tonnes between the classes of widths, ascending. */
  bounds: number[];
  modes: Mode[];
  columns: Said[];
}

export interface SankeyChart {
  kind: "sankey";
  columns: Said[];
  nodes: SankeyNode[];
  flows: { from: number; to: number; value: number; more: Said[] }[];
  table_columns: Said[];
}

export interface TableChart {
  kind: "table";
  columns: Said[];
  rows: Said[][];
}

export type Chart =
  | DotsChart | SharesChart | SwingsChart | HeatChart | LinesChart | BarsChart | SankeyChart | FlowMapChart
  | TableChart;

/** A chart in each of its states, of which a choice shows one. */
export interface Figure {
  title: Said;
  unit: Said | null;
  note: Said | null;
  choice: Said | null;
  states: { label: Said | null; chart: Partial<Chart> }[];
  /** What the chart has in every state. */
  shared: Partial<Chart>;
  opens: number;
}

export interface Story {
  kicker: Said;
  finding: Said;
  figures: KeyFigure[];
  charts: Figure[];
  notes: Said[];
  needs_first: NeedRecord[] | null;
  capacity_checks: [whose: string, checks: CapacityRecord[]][];
}

/** A chart as it is drawn: the picture, its legend, and what stands behind it. */
export interface DrawnChart {
  element: HTMLElement;
  legend: { color?: string; swatch?: string; label: string }[];
  table: { columns: string[]; rows: (string | Shown)[][] };
  /** Whether the chart is the table itself. */
  isTable?: boolean;
}

/** A cell of a table as it is shown, and as a file has it. */
export interface Shown {
  text: string;
  value: string | number | null;
}

export interface Plane {
  svg: SVGElement;
  x: (value: number) => number;
  y: (value: number) => number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}
