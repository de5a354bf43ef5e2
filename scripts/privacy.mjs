/** `npm run test:privacy`: what must not leave a customer's page, and whether it does (tests/privacy). */
import { register } from "tsx/esm/api";

register();
const { runPrivacy } = await import("../tests/privacy/run-privacy.ts");
process.exitCode = await runPrivacy(process.argv.slice(2));
