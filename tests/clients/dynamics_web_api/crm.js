// dynamics-web-api, signed in as an application at the embedded CRM.
import { randomUUID } from "node:crypto";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { DynamicsWebApi } from "dynamics-web-api";

export const { CRM_URL: url, CRM_TENANT: tenant, CRM_CLIENT_ID: clientId, CRM_CLIENT_SECRET: secret } = process.env;

const application = new ConfidentialClientApplication({
  auth: {
    clientId,
    clientSecret: secret,
    authority: `${url}/${tenant}`,
    knownAuthorities: [new URL(url).host],
  },
});

export async function token() {
  const answer = await application.acquireTokenByClientCredential({ scopes: [`${url}/.default`] });
  return answer.accessToken;
}

export function connect(settings = {}) {
  return new DynamicsWebApi({
    serverUrl: url,
    dataApi: { version: "9.2" },
    onTokenRefresh: token,
    ...settings,
  });
}

/** By which a test knows its own records. */
export const mark = () => randomUUID().slice(0, 8);
