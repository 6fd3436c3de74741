/** Start: language, ports, the app, the service worker, the screens. */
import { mount } from "svelte";

import { App, NewerDatabase } from "./app";
import { browserPorts } from "./browser";
import "./design/tokens.css";
import "./design/components.css";
import "./design/tablet.css";
import { speak } from "./i18n";
import Root from "./screens/Root.svelte";
import { sayStoreTrouble } from "./screens/ready/store_trouble";
import { chosenLanguage } from "./screens/ready/preferences";
import { watchUpdates } from "./screens/ready/updates.svelte";

async function start(): Promise<void> {
  const target = document.getElementById("app");
  if (target === null) throw new Error("the page has no place for the app");
  await speak(chosenLanguage());
  const app = await App.start(browserPorts(), sayStoreTrouble);
  mount(Root, { target, props: { app } });
  app.run();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && app.send());
  void watchUpdates();
}

void start().catch((error: unknown) => {
  if (!(error instanceof NewerDatabase)) throw error; // that one has been said already (F9)
});
