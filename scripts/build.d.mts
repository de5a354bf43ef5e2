import type { Plugin } from "vite";

export const plugins: Plugin[];
