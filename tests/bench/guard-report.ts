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

interface Times {
  captureMs: number;
  guardMs: number;
}

/** Of one block. */
export interface Cost {
  task: {
    captureMs: number;
    longestMs: number;
    wholeMs: number;
    longTaskCount: number;
    /** Longest time without a turn while nothing was done. */
    idleMs: number;
  };
  snapshot: Times;
  changes: Times;
}

export interface Measured {
  outcomes: Outcome[];
  sites: SiteAlarms[];
  /** Of ten thousand numbers of a kind. */
  numbers: Record<string, number>;
  costs: Cost[];
}

const ALARMS_TOLD_COUNT = 10;

export function reportOf({ outcomes, sites, numbers, costs }: Measured) {
  const planted = outcomes.filter(({ isPlanted }) => isPlanted);
  const lost = outcomes.find(({ isPlanted }) => !isPlanted);
  if (lost) throw new Error(`this was not planted: ${JSON.stringify(lost.plant)}`);
  const alarms = sites.flatMap((site) => site.alarms);
  const textNodeCount = sum(sites.map((site) => site.textNodeCount));
  const middle = (of: (cost: Cost) => number) => quantile(costs.map(of), 0.5);
  const figures: Figures = {
    "caught.share": caughtShare(planted),
    "caught.planted": planted.length,
    "falseAlarms.per10kTextNodes": (alarms.length / textNodeCount) * 10_000,
    "falseAlarms.textNodes": textNodeCount,
    ...costFigures("snapshot", (cost) => cost.snapshot),
    ...costFigures("changes", (cost) => cost.changes),
    "task.longestMs": Math.max(...costs.map(({ task }) => task.longestMs)),
    "task.middle.longestMs": middle(({ task }) => task.longestMs),
    "task.idleMs": Math.max(...costs.map(({ task }) => task.idleMs)),
    "task.wholeMs": middle(({ task }) => task.wholeMs),
    "task.longTasks": sum(costs.map(({ task }) => task.longTaskCount)),
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
    tables: tablesOf({ outcomes: planted, sites, numbers, costs }),
    targets: TARGETS,
    notes: notesOf(alarms, planted),
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
    ...{ figure: "task.longestMs", is: "at most", bound: 50 },
    about: "longest time without a turn for the page, in ms, in any block",
  },
];

function tablesOf({ outcomes, sites, numbers, costs }: Measured): Table[] {
  const rowsBy = (nameOf: (outcome: Outcome) => string) =>
    [...new Set(outcomes.map(nameOf))].toSorted().map((name) => {
      const own = outcomes.filter((outcome) => nameOf(outcome) === name);
      return [name, own.length, caughtShare(own)] as const;
    });
  const caught = (title: string, nameOf: (outcome: Outcome) => string): Table => ({
    ...{ title, columns: ["", "planted", "caught"], rows: rowsBy(nameOf) },
  });
  const times = (name: string, timesOf: (cost: Cost) => Times) => {
    const [captureMs, guardMs] = (["captureMs", "guardMs"] as const).map((key) =>
      quantile(
        costs.map((cost) => timesOf(cost)[key]),
        0.5,
      ),
    );
    const ratios = costs.map((cost) => timesOf(cost).guardMs / timesOf(cost).captureMs);
    return [
      name,
      captureMs ?? 0,
      guardMs ?? 0,
      ratios.map((each) => each.toFixed(2)).join(" "),
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
      title: "Time in a page of 20,000 nodes, in ms, and to the capture in each block",
      columns: ["", "capture", "guard", "ratios"],
      rows: [
        times("whole page", ({ snapshot }) => snapshot),
        times("changes", ({ changes }) => changes),
      ],
    },
    {
      title: "A page of 100,000 nodes, for the first time in a tab, in ms",
      columns: ["block", "capture", "guard", "longest task", "long tasks", "at rest"],
      rows: costs.map(({ task }, block) => {
        const { captureMs, wholeMs, longestMs, longTaskCount, idleMs } = task;
        const name = String(block + 1);
        return [name, captureMs, wholeMs, longestMs, longTaskCount, idleMs] as const;
      }),
    },
  ];
}

function notesOf(alarms: SiteAlarms["alarms"], planted: readonly Outcome[]): string[] {
  const left = planted.filter(({ isLeft }) => isLeft);
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
