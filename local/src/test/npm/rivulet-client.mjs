// The package rivulet-client, as it is packed, against a real stack.
import * as rivulet from "rivulet-client";
import { survivesKills } from "./killed.mjs";
import { run, settings } from "./case.mjs";

await run({
  survivesKills() {
    const tell = (what) => process.stderr.write(what + "\n");
    return survivesKills(rivulet, { ...settings, gateways: settings.gateways.split(" "), session: settings.chat, tell });
  },
});
