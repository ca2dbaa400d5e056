package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.util.List;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Two {@code EventSource}s of one page: one reads {@code /stream}, the other a turn's events. The page closes neither.
 */
record PageSources(ChromeDriver driver, String tab) {

    private static final String OPEN = """
            const [session, plain, events] = arguments;
            const read = (url, types, textOf, isEnd) => {
              const seen = { text: "", connections: 0, ends: 0, closed: false };
              const source = new EventSource(url);
              source.onopen = () => seen.connections++;
              source.onerror = () => { seen.closed = source.readyState === EventSource.CLOSED; };
              for (const type of types) source.addEventListener(type, (event) => {
                if (isEnd(event)) seen.ends++;
                else seen.text += textOf(event);
              });
              sources.push(seen);
            };
            window.sources = [];
            read("/stream?prompt=" + plain, ["message"], (event) => event.data, (event) => event.data === "[DONE]");
            fetch(`/v1/sessions/${session}/turns`, {
              method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ prompt: events }),
            }).then((accepted) => read(accepted.headers.get("Location") + "/events", ["snapshot", "delta", "done"],
              (event) => JSON.parse(event.data).content, (event) => event.type === "done"));""";

    /** @param name of the session and in front of the prompts */
    static PageSources open(ChromeDriver driver, String base, String name) {
        driver.switchTo().newWindow(WindowType.TAB).get(base + "/healthz");
        driver.executeScript(OPEN, name + "-page", name + "-page-plain", name + "-page-events");
        return new PageSources(driver, driver.getWindowHandle());
    }

    /** What each has seen: {@code text}, {@code connections}, {@code ends}, and whether it is {@code closed}. */
    List<JsonNode> seen() {
        try {
            return Json.MAPPER.readTree((String) driver.executeScript("return JSON.stringify(sources)")).valueStream()
                    .toList();
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    boolean haveRead(String text) {
        return seen().size() == 2 && alive().stream().allMatch(one -> one.path("text").asText().contains(text));
    }

    /** How often both were answered. */
    int connections() {
        return alive().stream().mapToInt(one -> one.path("connections").asInt()).sum();
    }

    /** Waits until both have stopped by themselves. */
    List<JsonNode> awaitEnds() {
        await("the ends").until(() -> alive().stream().allMatch(one -> one.path("closed").asBoolean()));
        return seen();
    }

    private List<JsonNode> alive() {
        List<JsonNode> seen = seen();
        assertThat(seen).noneMatch(one -> one.path("closed").asBoolean() && one.path("ends").asInt() == 0);
        return seen;
    }
}
