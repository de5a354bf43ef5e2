/** What the bench `guard` has found, as figures and tables. */
import type { CatchKind } from "../../peer/protocol/guard-catches.ts";
import type { Figures, Table, Target } from "./bench.ts";
import type { Outcome } from "./guard-plants.ts";
import { quantile } from "./statistics.ts";

export interface SiteAlarms {
  name: string;
  pageCount: number;
  textNodeCount: number;
  alarms: Array<{
    kind: CatchKind;
    address: string;
    place: string | number | undefined;
    text: string;
  }>;
}

/** The processor's, of the page's main thread. */
export interface Times {
  captureMs: number;
  guardMs: number;
  /** Of the guard. */
  longestTaskMs: number;
}

/** Of one block. */
export interface Cost {
  /** The first page of a tab, five times as large as those of the others. */
  large: Times;
  snapshot: Times;
  changes: Times;
}

export interface Measured {
  /** Nodes of the pages whose cost was measured. */
  nodeCounts: { large: number; others: number };
  outcomes: Outcome[];
  sites: SiteAlarms[];
  /** Of ten thousand numbers of a kind. */
  numbers: Record<string, number>;
  costs: Cost[];
}

const ALARMS_TOLD_COUNT = 10;

export function reportOf(measured: Measured) {
  const { outcomes, sites, numbers, costs } = measured;
  const lost = outcomes.find(({ isPlanted }) => !isPlanted);
  if (lost) throw new Error(`this was not planted: ${JSON.stringify(lost.plant)}`);
  const alarms = sites.flatMap((site) => site.alarms);
  const textNodeCount = sum(sites.map((site) => site.textNodeCount));
  const middle = (of: (cost: Cost) => number) => quantile(costs.map(of), 0.5);
  const figures: Figures = {
    "caught.share": caughtShare(outcomes),
    "caught.planted": outcomes.length,
    "falseAlarms.per10kTextNodes": (alarms.length / textNodeCount) * 10_000,
    "falseAlarms.textNodes": textNodeCount,
    ...costFigures("snapshot", (cost) => cost.snapshot),
    ...costFigures("changes", (cost) => cost.changes),
    ...costFigures("large", (cost) => cost.large),
    longestTaskMs: middle(({ large }) => large.longestTaskMs),
    "longestTaskMs.worstBlock": Math.max(...costs.map(({ large }) => large.longestTaskMs)),
  };
  for (const [kind, count] of Object.entries(numbers)) {
    figures[`numbers.${kind.replace(/[^\w]+(\w?)/g, (_, next: string) => next.toUpperCase())}`] =
      count;
  }

  function costFigures(prefix: string, timesOf: (cost: Cost) => Times): Figures {
    return {
      [`${prefix}.captureMs`]: middle((cost) => timesOf(cost).captureMs),
      [`${prefix}.guardMs`]: middle((cost) => timesOf(cost).guardMs),
      [`${prefix}.ratio`]: middle((cost) => timesOf(cost).guardMs / timesOf(cost).captureMs),
    };
  }

  return {
    figures,
    tables: tablesOf(measured),
    targets: TARGETS,
    notes: notesOf(alarms, outcomes),
  };
}

const TARGETS: Target[] = [
  {
    ...{ figure: "caught.share", is: "at least", bound: 0.99 },
    about: "planted secrets of known shapes that cannot be read any more",
  },
  {
    ...{ figure: "falseAlarms.per10kTextNodes", is: "at most", bound: 1 },
    about: "catches in the pages of three sites that have no secrets",
  },
  {
    ...{ figure: "snapshot.ratio", is: "at most", bound: 0.5 },
    about: "time of the guard to that of the capture, whole page",
  },
  {
    ...{ figure: "changes.ratio", is: "at most", bound: 0.5 },
    about: "the same for changes",
  },
  {
    ...{ figure: "longestTaskMs.worstBlock", is: "at most", bound: 50 },
    about: "longest task of the guard in a page of 100,000 nodes, in ms, in any block",
  },
];

function tablesOf({ outcomes, sites, numbers, costs, nodeCounts }: Measured): Table[] {
  const { large, others } = nodeCounts;
  const rowsBy = (nameOf: (outcome: Outcome) => string) =>
    [...new Set(outcomes.map(nameOf))].toSorted().map((name) => {
      const own = outcomes.filter((outcome) => nameOf(outcome) === name);
      return [name, own.length, caughtShare(own)] as const;
    });
  const caught = (title: string, nameOf: (outcome: Outcome) => string): Table => ({
    ...{ title, columns: ["", "planted", "caught"], rows: rowsBy(nameOf) },
  });
  const times = (name: string, timesOf: (cost: Cost) => Times) => {
    const own = costs.map(timesOf);
    const middle = (key: keyof Times) =>
      quantile(
        own.map((each) => each[key]),
        0.5,
      );
    const ratios = own.map(({ guardMs, captureMs }) => (guardMs / captureMs).toFixed(2));
    const longest = own.map(({ longestTaskMs }) => longestTaskMs.toFixed(1));
    return [
      name,
      middle("captureMs"),
      middle("guardMs"),
      ratios.join(" "),
      longest.join(" "),
    ] as const;
  };
  return [
    caught("Planted secrets, by kind", ({ plant }) => `${plant.secret.kind}, ${plant.secret.name}`),
    caught("By where they stand", ({ plant }) => plant.place),
    caught("By how they are written", ({ plant }) => plant.coding),
    {
      title: "Sites without secrets",
      columns: ["", "pages", "text nodes", "false alarms"],
      rows: sites.map(({ name, pageCount, textNodeCount, alarms }) => [
        ...([name, pageCount, textNodeCount, alarms.length] as const),
      ]),
    },
    {
      title: "Numbers that are no secrets, made up: false alarms of 10,000",
      columns: ["", "alarms"],
      rows: Object.entries(numbers),
    },
    {
      title:
        "Processor's time, in ms: capture and guard, their ratio and the guard's longest task in each block",
      columns: ["", "capture", "guard", "ratios", "longest tasks"],
      rows: [
        times(`${others.toLocaleString("en-GB")} nodes`, ({ snapshot }) => snapshot),
        times("changes of them", ({ changes }) => changes),
        times(`${large.toLocaleString("en-GB")} nodes, cold`, (cost) => cost.large),
      ],
    },
  ];
}

function notesOf(alarms: SiteAlarms["alarms"], outcomes: readonly Outcome[]): string[] {
  const left = outcomes.filter(({ isLeft }) => isLeft);
  return [
    ...alarms
      .slice(0, ALARMS_TOLD_COUNT)
      .map(
        ({ kind, address, place, text }) =>
          `False alarm (${kind}) in ${address}, ${place}: ${text}`,
      ),
    ...left
      .slice(0, ALARMS_TOLD_COUNT)
      .map(
        ({ plant }) =>
          `Not caught: ${plant.secret.name}, ${plant.place}, ${plant.coding}: ${JSON.stringify(plant.texts)}`,
      ),
  ];
}

const caughtShare = (outcomes: readonly Outcome[]) =>
  outcomes.filter(({ isLeft }) => !isLeft).length / outcomes.length;
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
