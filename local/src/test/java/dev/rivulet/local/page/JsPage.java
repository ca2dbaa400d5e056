package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Pages in Chromium that run cases: those of {@code clients/js/test/in-page.mjs}, or of the scripts that are installed
 * with npm's packages. They are served by a node of their own.
 */
final class JsPage implements AutoCloseable {

    private static final String RUN = """
            const [module, name, settings] = arguments;
            window.told = [];
            window.report = null;
            import(module).then((cases) => cases[name](JSON.parse(settings), (what) => told.push(what)))
                .then((report) => { window.report = { report }; },
                    (why) => { window.report = { why: why.stack ?? `${why}` }; });""";

    private final Process server;
    private final String origin;
    private final Browser browser;

    private JsPage(Process server, String origin, Browser browser) {
        this.server = server;
        this.origin = origin;
        this.browser = browser;
    }

    static JsPage start() throws IOException {
        return start(Path.of("."));
    }

    /** @param npm where npm's packages are installed, and the scripts that use them */
    static JsPage start(Path npm) throws IOException {
        Process server = new ProcessBuilder("node", "test/page-server.mjs", npm.toAbsolutePath().toString())
                .directory(Path.of("..", "clients", "js").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String port = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine();
        return new JsPage(server, "http://127.0.0.1:" + port, Browser.start());
    }

    /** The origin of the pages. */
    String origin() {
        return origin;
    }

    ChromeDriver driver() {
        return browser.driver;
    }

    /** Starts a case in the tab that the driver is at, on a page that is loaded anew. */
    void start(String name, Map<String, String> settings) {
        start(name, settings, "");
    }

    /** @param before a script that runs before the case */
    void start(String name, Map<String, String> settings, String before) {
        driver().get(origin + "/");
        driver().executeScript(before);
        run("/test/in-page.mjs", name, settings);
    }

    /** The same with a case of a script of npm's packages. */
    void startInstalled(String script, String name, Map<String, String> settings) {
        driver().get(origin + "/");
        run("/npm/" + script, name, settings);
    }

    private void run(String module, String name, Map<String, String> settings) {
        driver().executeScript(RUN, module, name, new String(Json.write(settings), UTF_8));
    }

    /** Whether the case has told the test this. */
    boolean hasSaid(String what) {
        Object why = driver().executeScript("return window.report?.why ?? null");
        assertThat(why).isNull();
        return ((List<?>) driver().executeScript("return told")).contains(what);
    }

    /** What the case has returned, when it has ended. */
    JsonNode report() {
        await("the case to end").until(() -> driver().executeScript("return window.report !== null").equals(true));
        return tree("return JSON.stringify(window.report)");
    }

    private JsonNode tree(String script) {
        try {
            JsonNode report = Json.MAPPER.readTree((String) driver().executeScript(script));
            assertThat(report.path("why").asText()).isEmpty();
            return report.path("report");
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Override
    public void close() {
        browser.close();
        server.destroyForcibly();
    }
}
