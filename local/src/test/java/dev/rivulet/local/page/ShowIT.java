package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.process.RivuletCommand;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.SigintSupport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * {@code ./rivulet up --show} as its users meet it: the page breaks the system under itself. With {@code
 * -Dpictures=docs} it takes the pictures that are kept there.
 */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
@Isolated("runs seven more processes, and waits for Kafka's and the workers' time-outs")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShowIT {

    private static final String KILL = "button Kill the worker that writes";
    private static final int NUMBERS = 400;
    private static final Script COUNTING = Script
            .of(IntStream.rangeClosed(1, NUMBERS).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
            .withTiming(Duration.ZERO, Duration.ofMillis(40));

    @TempDir
    static Path directory;

    private static LlmSimulator llm;
    private static Browser browser;
    private static ChromeDriver driver;
    private static JavaProcess up;
    private static String gateway;

    @BeforeAll
    static void start() throws IOException {
        llm = LlmSimulator.start();
        llm.script(COUNTING);
        int port = FreePorts.find();
        up = up(port, directory.resolve("data"));
        browser = Browser.start();
        driver = browser.driver;
        size(1440, 860, false);
        await("the system to be up").atMost(Duration.ofMinutes(2))
                .until(() -> up.err().contains("to be broken: ") || !up.alive());
        assertThat(up.alive()).as(up.err()).isTrue();
        gateway = "http://127.0.0.1:" + port + "/";
    }

    private static JavaProcess up(int port, Path data) {
        return RivuletCommand.start(directory, Map.of("RIVULET_HTTP_PORT", "" + port, "OPENAI_BASE_URL", llm.baseUrl(),
                "RIVULET_TOPICS_PARTITIONS", "4"), "up", "--show", "--data", data.toString());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (up != null) {
            up.close();
        }
        llm.close();
    }

    @Test
    @Order(1)
    void anAnswerEndsWholeWhoeverIsKilledUnderThePage() throws IOException {
        ChatPage page = ChatPage.open(driver, gateway, "shown");
        page.await("the processes", it -> it.texts(".strip [data-state=running]").size() == 6);
        page.script("""
                window.violations = [];
                addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI));""");
        Keyboard keys = new Keyboard(page);
        keys.back("button Ask for a long answer");
        keys.press(Keys.ENTER);
        page.awaitMoreThan(100);
        page.awaitText(".strip dd", "writes the answer");
        page.awaitText(".strip dd", "attempt 1, partition ");
        picture("show-writing");

        keys.forth(KILL);
        keys.press(Keys.ENTER);
        page.awaitText(".story", "was killed with SIGKILL");
        page.awaitText(".strip [data-state=down] dd", "down, starts again in");
        picture("show-killed");
        PageChecks.accessible(page); // here it has time: nothing is written
        keys.checkNames();
        keys.forth("button Cut my connection");
        keys.press(Keys.SPACE);
        page.awaitText(".story", "The page lost its connection.");
        page.awaitText(".story", "The page is connected again.");
        page.awaitText(".story", "writes the answer now, as attempt 2.");
        page.awaitMoreThan(50);
        picture("show-taken-over");

        keys.back("button Restart this gateway");
        keys.press(Keys.ENTER);
        page.awaitText(".strip [data-state=down] dt", "gateway 1");
        page.awaitText("#connection-state", "Reconnecting");
        picture("show-gateway-away");
        keys.back(KILL);
        page.awaitState("done");
        page.await("nothing to kill", it -> !isEnabled(button(it, "Kill the worker that writes")));
        keys.awaitFocus(KILL);
        picture("show-whole");
        assertThat(page.answer().strip().split(" ")).hasSize(NUMBERS);
        PageChecks.counts(page.answer().strip());
        page.awaitText(".story", "gateway 1 runs again.");
        page.awaitText(".story", "The answer has its end.");
        PageChecks.accessible(page);
        assertThat(page.<List<String>>script("return violations")).isEmpty();
        page.await("the processes to be back", it -> it.texts(".strip [data-state=running]").size() == 6);
    }

    @Test
    @Order(2)
    void theReplayShowsTheAnswerAsItWasWrittenWithItsRestart() throws IOException {
        ChatPage page = ChatPage.open(driver, gateway, "shown");
        page.awaitState("done");
        page.css(".turn:last-child .replay").click();
        page.await("the recording", it -> it.texts(".replay .controls button").size() == 2);
        String restart = page.texts(".replay .controls button").getLast();
        assertThat(restart).matches("[\\d.]+ s: attempt 2 begins");
        page.awaitText(".replay .result", "attempt 1");
        WebElement slider = page.css(".replay input");
        if (page.texts(".replay .controls .main").contains("Pause")) {
            slider.sendKeys(" ");
        }
        page.awaitText(".replay .controls .main", "Play");
        long length = Long.parseLong(slider.getDomAttribute("max"));
        double restartAt = Double.parseDouble(restart.split(" ")[0]);
        // 400 numbers of 40 ms, after what the lost attempt took and the time until the group missed its worker.
        assertThat(length).isBetween((long) (restartAt * 1_000) + NUMBERS * 15L, 120_000L);
        assertThat(restartAt).isGreaterThan(2);

        slider.sendKeys(Keys.HOME);
        page.awaitText(".replay .result", "0 ms of ");
        assertThat(page.css(".replay .text").getText()).isEmpty();
        slider.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        page.awaitText(".replay .result", "300 ms of ");
        page.css(".replay .controls button:last-child").click();
        page.awaitText(".replay .result", "attempt 2");
        assertThat(page.css(".replay .text").getText()).isEmpty();
        PageChecks.accessible(page);
        slider.sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        page.awaitText(".replay .result", "attempt 1");
        String lost = page.css(".replay .text").getText();
        PageChecks.counts(lost);
        assertThat(lost.split(" ").length).isBetween(20, NUMBERS - 1);
        picture("replay");
        slider.sendKeys(Keys.END);
        page.awaitText(".replay .result", "attempt 2 · the end");
        assertThat(page.css(".replay .text").getText()).isEqualTo(page.answer().strip());
        assertThat(slider.getDomAttribute("aria-valuetext")).endsWith("attempt 2 · the end");

        page.css(".replay select").sendKeys("16");
        page.css(".replay .controls .main").click();
        page.await("the replay to begin again", it -> !it.texts(".replay .result").getFirst().contains("the end"));
        page.awaitText(".replay .result", "the end");
        slider.sendKeys(Keys.ESCAPE);
        page.await("the dialog to be closed", it -> it.texts("dialog.replay").isEmpty());
    }

    @Test
    @Order(3)
    void anAnswerGoesOnAfterKafkaWasAwayForTenSeconds() throws IOException {
        ChatPage page = ChatPage.open(driver, gateway, "away");
        button(page, "Ask for a long answer").click();
        page.awaitMoreThan(100);
        button(page, "Stop Kafka for ten seconds").click();
        page.awaitText(".strip [data-state=down] dt", "kafka");
        picture("show-kafka-away");
        page.awaitText(".story", "kafka runs again.");
        page.awaitState("done");
        assertThat(page.answer().strip().split(" ")).hasSize(NUMBERS);
        PageChecks.counts(page.answer().strip());
    }

    @Test
    @Order(4)
    void thePanelFitsANarrowScreenAndSaysWhatCannotBeDone() throws IOException {
        size(360, 740, true);
        ChatPage page = ChatPage.open(driver, gateway, "idle");
        page.awaitText(".strip dd", "none yet");
        assertThat(isEnabled(button(page, "Kill the worker that writes"))).isFalse();
        assertThat(page.<Long>script("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        PageChecks.accessible(page);
        picture("show-narrow");
        size(1440, 860, false);
    }

    @Test
    @Order(5)
    void nobodyButThePageCanKill() throws IOException, InterruptedException {
        ChatPage page = ChatPage.open(driver, gateway, "refused");
        String control = page.css("meta[name=rivulet-control]").getDomAttribute("content");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(control + "/restart-gateway"))
                    .header("Content-Type", "application/json").header("Origin", gateway.replaceFirst("/$", ""))
                    .POST(BodyPublishers.ofString("{}")).build();
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        }
        driver.get(llm.baseUrl()); // a page of another origin, which knows the address
        String refused = (String) driver.executeAsyncScript("""
                const [url, done] = arguments;
                fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })
                  .then((answer) => done(`answered ${answer.status}`), (failure) => done(failure.name));""",
                control + "/restart-gateway");
        assertThat(refused).isEqualTo("TypeError");
    }

    @Test
    @Order(6)
    void controlCEndsEverythingAlsoWhileItStarts() {
        try (JavaProcess second = up(FreePorts.find(), directory.resolve("second"))) {
            await().until(() -> second.process().descendants().count() >= 1);
            List<ProcessHandle> all = second.process().descendants().toList();
            second.signal(SigintSupport.reachesChildren() ? "INT" : "TERM");
            assertThat(second.exitStatus()).as(second.err()).isZero();
            await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    @Order(7)
    void nothingIsLeftWhenItIsKilledItself() {
        List<ProcessHandle> all = up.process().descendants().toList();
        assertThat(all).hasSize(5);
        up.signal("KILL");
        up.exitStatus();
        await("its processes to end").until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static WebElement button(ChatPage page, String words) {
        page.await("the button " + words, it -> it.texts(".breaks button").contains(words));
        return driver.findElements(By.cssSelector(".breaks button")).stream()
                .filter(each -> each.getText().equals(words)).findFirst().orElseThrow();
    }

    /** A button that can do nothing now keeps the focus, so it is not disabled as HTML has it. */
    private static boolean isEnabled(WebElement button) {
        return !"true".equals(button.getDomAttribute("aria-disabled"));
    }

    private static void size(int width, int height, boolean mobile) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    private static void picture(String name) throws IOException {
        String folder = System.getProperty("pictures");
        if (folder != null) {
            Files.write(Path.of("..", folder, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        }
    }
}
