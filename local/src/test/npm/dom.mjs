// A document for React in node. Imported before React.
import { Window } from "happy-dom";
import { settings } from "./case.mjs";

const window = new Window({ url: settings.gateway });
for (const name of ["window", "document", "navigator"]) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
