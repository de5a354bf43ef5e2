import * as v from "valibot";

const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/),
  v.toNumber(),
  v.integer(),
  v.minValue(0),
  v.maxValue(65_535),
);
const CommaSeparated = v.pipe(
  v.string(),
  v.transform((list) =>
    list
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
  ),
);
const WebAddress = v.pipe(
  v.string(),
  v.url(),
  v.regex(/^https?:\/\//),
  v.transform((url) => new URL(url).origin),
);
const Flag = v.pipe(
  v.picklist(["0", "1"]),
  v.transform((flag) => flag === "1"),
);

/** The secrets that examples show; refused in production. */
const EXAMPLE_SECRET = /change|example|default|placeholder|secret-secret/i;

/** One entry per environment variable: its shape, its default, what it is for. */
const Environment = v.object({
  PORT: v.optional(Port, "8080"),
  HOST: v.optional(v.pipe(v.string(), v.minLength(1))),
  /** Where browsers reach this server, such as `https://help.shop.example`. */
  PUBLIC_URL: v.optional(WebAddress),
  DATA_DIR: v.optional(v.pipe(v.string(), v.minLength(1)), "./data"),
  /** PostgreSQL; without it the embedded database in DATA_DIR. */
  DATABASE_URL: v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//))),
  /** For several nodes; without it this one is alone. */
  REDIS_URL: v.optional(v.pipe(v.string(), v.regex(/^rediss?:\/\//))),
  TURN_URLS: v.optional(
    v.pipe(CommaSeparated, v.array(v.pipe(v.string(), v.regex(/^turns?:/)))),
    "",
  ),
  /** The same as coturn's `static-auth-secret`. */
  TURN_SECRET: v.optional(v.pipe(v.string(), v.minLength(16))),
  ICE_TRANSPORT_POLICY: v.optional(v.picklist(["all", "relay"]), "all"),
  DEMO: v.optional(Flag),
  LOG_LEVEL: v.optional(v.picklist(["fatal", "error", "warn", "info", "debug", "silent"]), "info"),
  METRICS_TOKEN: v.optional(v.pipe(v.string(), v.minLength(8))),
  /** Signs cookies and tokens; at least 32 bytes, the same on all nodes. */
  SECRET: v.optional(v.pipe(v.string(), v.minBytes(32))),
  /** How many proxies of yours stand before this server and add to X-Forwarded-For. */
  TRUST_PROXY: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d$/),
      v.transform((count) => Number(count)),
    ),
    "0",
  ),
  /** Set by `npm run dev`: where pages hear that they should reload. */
  DEV_RELOAD_URL: v.optional(WebAddress),
  NODE_ENV: v.optional(v.string()),
});

type Values = v.InferOutput<typeof Environment>;
type Variable = keyof Values;

/** What a variable has to be, for the person who set it to something else. */
const EXPECTED: Record<Variable, string> = {
  PORT: "a number from 0 to 65535",
  HOST: "an address to listen on",
  PUBLIC_URL: "an address such as https://help.shop.example",
  DATA_DIR: "a folder",
  DATABASE_URL: "an address such as postgres://user:password@host/name",
  REDIS_URL: "an address such as redis://host",
  TURN_URLS: "addresses such as turn:turn.shop.example:3478, with commas between",
  TURN_SECRET: "at least 16 characters",
  ICE_TRANSPORT_POLICY: "all or relay",
  DEMO: "0 or 1",
  LOG_LEVEL: "fatal, error, warn, info, debug or silent",
  METRICS_TOKEN: "at least 8 characters",
  SECRET: "at least 32 bytes",
  TRUST_PROXY: "how many proxies stand before this server, 0 to 9",
  DEV_RELOAD_URL: "an address",
  NODE_ENV: "a word",
};

export interface Config {
  port: number;
  host: string;
  publicUrl: string | undefined;
  dataDirectory: string;
  databaseUrl: string | undefined;
  turnUrls: readonly string[];
  turnSecret: string | undefined;
  iceTransportPolicy: "all" | "relay";
  isDemo: boolean;
  logLevel: string;
  metricsToken: string | undefined;
  /** How many of the addresses in X-Forwarded-For are told by proxies that can be trusted. */
  trustedProxyCount: number;
  devReloadUrl: string | undefined;
  /** Absent in a demo: it is then made once in the data directory. */
  secret: string | undefined;
}

/** @throws {Error} naming every missing or malformed variable, and never a value. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const problems: string[] = [];
  // One by one, so that what is wrong with one does not hide what is wrong with another.
  const values = Object.fromEntries(
    Object.entries(Environment.entries).map(([name, schema]) => {
      const result = v.safeParse(schema, set[name]);
      if (!result.success) problems.push(`${name} (${EXPECTED[name as Variable]})`);
      return [name, result.success ? result.output : undefined];
    }),
  ) as Partial<Values>;
  const { NODE_ENV, SECRET, TURN_URLS = [] } = values;
  const isProduction = NODE_ENV === "production";
  const isDemo = values.DEMO ?? !isProduction;
  if (isProduction && isDemo) problems.push("DEMO (there are no demo logins in production)");
  if (!isDemo && set["SECRET"] === undefined) problems.push("SECRET (missing)");
  if (!isDemo && SECRET !== undefined && EXAMPLE_SECRET.test(SECRET)) {
    problems.push("SECRET (an example, not a secret)");
  }
  if (TURN_URLS.length > 0 && set["TURN_SECRET"] === undefined) {
    problems.push("TURN_SECRET (missing, TURN_URLS is set)");
  }
  if (values.ICE_TRANSPORT_POLICY === "relay" && values.TURN_URLS?.length === 0) {
    problems.push("TURN_URLS (missing, ICE_TRANSPORT_POLICY is relay)");
  }
  if (values.REDIS_URL !== undefined) {
    problems.push("REDIS_URL (several nodes are not supported by this version)");
  }
  if (problems.length > 0) throw new Error(`Invalid configuration: ${problems.join(", ")}`);
  return toConfig(values as Values, isDemo);
}

function toConfig(values: Values, isDemo: boolean): Config {
  return Object.freeze({
    port: values.PORT,
    host: values.HOST ?? (isDemo ? "127.0.0.1" : "0.0.0.0"),
    publicUrl: values.PUBLIC_URL,
    dataDirectory: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    turnUrls: values.TURN_URLS,
    turnSecret: values.TURN_SECRET,
    iceTransportPolicy: values.ICE_TRANSPORT_POLICY,
    isDemo,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN,
    trustedProxyCount: values.TRUST_PROXY,
    devReloadUrl: values.DEV_RELOAD_URL,
    secret: values.SECRET,
  });
}
