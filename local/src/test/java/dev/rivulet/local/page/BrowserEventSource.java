package dev.rivulet.local.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.proxy.CuttingProxy;
import java.net.URI;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** The browser's own {@code EventSource}, over a connection that is reset once in the middle. */
record BrowserEventSource(ChromeDriver driver, String gateway) {

    private static final String SCRIPT = """
            const [form, session, prompt, report] = arguments;
            const seen = { text: "", connections: 0 };
            const read = (url, types, textOf, isEnd) => {
              const source = new EventSource(url);
              source.onopen = () => seen.connections++;
              for (const type of types) source.addEventListener(type, (event) => {
                if (!isEnd(event)) {
                  seen.text += textOf(event);
                  return;
                }
                source.close();
                report(JSON.stringify(seen));
              });
            };
            if (form === "plain") {
              read("/stream?prompt=" + prompt, ["message"], (event) => event.data, (event) => event.data === "[DONE]");
            } else {
              fetch(`/v1/sessions/${session}/turns`, {
                method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ prompt }),
              }).then((accepted) => read(accepted.headers.get("Location") + "/events", ["snapshot", "delta", "done"],
                (event) => JSON.parse(event.data).content, (event) => event.type === "done"));
            }""";

    /**
     * What it saw: {@code text}, and how often it connected.
     *
     * @param form {@code plain} for {@code /stream}, else the events of a turn
     * @param cutBehind what of the answer has passed when the connection is reset
     */
    JsonNode read(String form, String session, String prompt, String cutBehind) {
        try (CuttingProxy proxy = CuttingProxy.to(URI.create(gateway).getPort())) {
            driver.switchTo().newWindow(WindowType.TAB).get("http://127.0.0.1:" + proxy.port() + "/healthz");
            proxy.cutBehind(cutBehind);
            String report = (String) driver.executeAsyncScript(SCRIPT, form, session, prompt);
            return Json.MAPPER.readTree(report);
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(notJson);
        }
    }
}
