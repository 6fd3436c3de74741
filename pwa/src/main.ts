/** Start: taste, language, ports, the app, the service worker, the screens. */
import { mount } from "svelte";

import { App, NewerDatabase } from "./app";
import { browserPorts } from "./browser";
import "./design/tokens.css";
import "./design/components.css";
import "./design/tablet.css";
import { speak } from "./i18n";
import Root from "./screens/Root.svelte";
import Trouble from "./screens/Trouble.svelte";
import { sayStoreTrouble } from "./screens/ready/store_trouble";
import { chosenLanguage, recall } from "./screens/ready/preferences.svelte";
import { watchUpdates } from "./screens/ready/updates.svelte";

async function start(target: HTMLElement): Promise<void> {
  recall();
  await speak(chosenLanguage());
  void watchUpdates();
  const app = await App.start(browserPorts(), sayStoreTrouble);
  mount(Root, { target, props: { app } });
  app.run();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && app.send());
  addEventListener("online", () => app.send("new")); // a hint only: «offline» of the browser is never believed
}

const target = document.getElementById("app");
if (target === null) throw new Error("the page has no place for the app");
start(target).catch((error: unknown) => {
  if (error instanceof NewerDatabase) return; // that one has been said already (F9)
  mount(Trouble, { target, props: { error, again: () => location.reload() } });
});
