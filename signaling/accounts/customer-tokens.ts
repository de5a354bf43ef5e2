import { hkdfSync } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import * as v from "valibot";
import { Uuid } from "../../peer/protocol/identifiers.ts";

const ISSUER = "alongside";
const AUDIENCE = "customer";
const LIFETIME = "30d";

const Claims = v.object({ sub: Uuid, site: Uuid });

export interface CustomerIdentity {
  customerId: string;
  siteId: string;
}

export type CheckedToken =
  | { ok: true; identity: CustomerIdentity }
  | { ok: false; reason: "forged-token" | "expired-token" };

/** Signs and checks the token by which a customer's browser is known again. */
export function createCustomerTokens(secret: string) {
  // A key of its own: a token of another kind signed with the same secret is no customer.
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "alongside customer token", 32));
  return {
    sign: ({ customerId, siteId }: CustomerIdentity, lifetime: string | number = LIFETIME) =>
      new SignJWT({ site: siteId })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(customerId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(key),
    async check(token: string): Promise<CheckedToken> {
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer: ISSUER,
          audience: AUDIENCE,
          algorithms: ["HS256"],
        });
        const claims = v.safeParse(Claims, payload);
        if (!claims.success) return { ok: false, reason: "forged-token" };
        const { sub, site } = claims.output;
        return { ok: true, identity: { customerId: sub, siteId: site } };
      } catch (error) {
        const isExpired = error instanceof errors.JWTExpired;
        return { ok: false, reason: isExpired ? "expired-token" : "forged-token" };
      }
    },
  };
}

export type CustomerTokens = ReturnType<typeof createCustomerTokens>;
