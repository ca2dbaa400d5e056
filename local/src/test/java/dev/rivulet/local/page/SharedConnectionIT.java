package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.local.system.TestSystem;
import dev.rivulet.testkit.llm.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Tabs of one browser that share a connection of {@code clients/js}, over HTTP/1.1. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class SharedConnectionIT {

    private static final int TABS = 10;
    private static final int WORDS = 200;
    private static final String TEXT = IntStream.range(0, WORDS).mapToObj(i -> "w" + i + " ")
            .collect(Collectors.joining());
    private static final Script SLOW = Script.of(TEXT).withTiming(Duration.ZERO, Duration.ofMillis(30));

    private static JsPage page;
    private static TestSystem system;
    private static ChromeDriver driver;
    private static SharedWorkers workers;

    @BeforeAll
    static void start() throws Exception {
        page = JsPage.start();
        driver = page.driver();
        workers = new SharedWorkers(driver);
        system = TestSystem.inSharedKafka(1, 1, Map.of("rivulet.http.cors-origins", page.origin()));
        system.answer("slow", SLOW);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
        if (page != null) {
            page.close();
        }
    }

    @AfterEach
    void closeTabs() {
        String keep = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        driver.getWindowHandles().stream().filter(tab -> !tab.equals(keep))
                .forEach(tab -> driver.switchTo().window(tab).close());
        driver.switchTo().window(keep);
        await("the worker to end with its last tab").until(() -> workers.running().isEmpty());
    }

    @Test
    void tenTabsAreLiveOverOneConnectionAndEachCanAsk() {
        List<String> tabs = openTabs("ten", TABS);
        assertThat(workers.running()).hasSize(1);
        tabs.forEach(tab -> assertThat(in(tab, "return seen.workers")).isEqualTo(List.of("rivulet-0")));
        for (int i = 0; i < TABS; i++) {
            system.answer("hello " + i, Script.of("answer " + i));
            in(tabs.get(i), "ask('hello " + i + "')");
        }
        for (int i = 0; i < TABS; i++) {
            String text = "answer " + i;
            String tab = tabs.get(i);
            await(tab + " to have its answer").until(() -> in(tab, "return seen.end").equals("done"));
            assertThat(in(tab, "return seen.text")).isEqualTo(text);
        }
    }

    @Test
    void tenWindowsOfThePageAreLiveAndEachCanAsk() {
        List<ChatPage> pages = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            driver.switchTo().newWindow(WindowType.WINDOW);
            String session = "page-" + Math.min(i, TABS - 2); // two windows have one session
            pages.add(ChatPage.open(driver, system.client(0).base() + "/", session));
        }
        for (int i = 0; i < TABS; i++) {
            system.answer("question " + i, Script.of("answer " + i));
            pages.get(i).atFront().ask("question " + i);
        }
        for (int i = 0; i < TABS; i++) {
            pages.get(i).atFront().awaitText(".text", "answer " + i);
            assertThat(pages.get(i).<String>script("return document.visibilityState")).isEqualTo("visible");
        }
        for (ChatPage page : pages.subList(TABS - 2, TABS)) {
            page.atFront().awaitText(".text", "answer " + (TABS - 2));
            page.awaitText(".text", "answer " + (TABS - 1));
        }
        assertThat(workers.running()).hasSize(1);
        await("one connection, and one for the session that is read twice").until(() -> openAtGateway("sockets") == 2);
        await("all streams to be over the two").until(() -> openAtGateway("streams") == TABS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete window.SharedWorker;", "delete window.SharedWorker; delete window.WebSocket;"})
    void thePageIsLiveInABrowserWithoutSharedWorkersToo(String without) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", without));
        ChatPage page = ChatPage.open(driver, system.client(0).base() + "/", "page-without-" + without.hashCode());
        system.answer("hello", Script.of("an answer"));
        page.ask("hello");
        page.awaitText(".text", "an answer");
        assertThat(workers.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"self.close();", "for (;;) {}"})
    void aWorkerThatDiesOrHangsIsReplacedAndNothingIsLostOrDoubled(String fault) throws Exception {
        List<String> tabs = openTabs(fault.startsWith("self") ? "dies" : "hangs", 2);
        tabs.forEach(tab -> in(tab, "ask('slow')"));
        tabs.forEach(tab -> await().until(() -> (Boolean) in(tab, "return seen.text.includes('w3 ')")));
        workers.run(fault);
        for (String tab : tabs) {
            await("all to come to " + tab).until(() -> "done".equals(in(tab, "return seen.end")));
            assertThat(in(tab, "return seen.text")).isEqualTo(TEXT);
            assertThat((Long) in(tab, "return seen.lost")).isPositive();
            assertThat(in(tab, "return seen.workers")).asInstanceOf(InstanceOfAssertFactories.LIST)
                    .startsWith("rivulet-0")
                    .endsWith(fault.startsWith("self") ? "rivulet-0" : "rivulet-1").hasSizeBetween(2, 3);
            assertThat((Boolean) in(tab, "return seen.seqs.every((seq, index) => seq === index)")).isTrue();
        }
    }

    @Test
    void twoTabsOfOneSessionHaveTheSame() {
        List<String> tabs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            tabs.add(open("same", ""));
        }
        system.answer("same", Script.of("the same").withTiming(Duration.ZERO, Duration.ofMillis(30)));
        in(tabs.getFirst(), "ask('same')");
        tabs.forEach(tab -> await().until(() -> "done".equals(in(tab, "return seen.end"))));
        tabs.forEach(tab -> assertThat(in(tab, "return seen.text")).isEqualTo("the same"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete window.SharedWorker;",
            "window.SharedWorker = class { constructor() { throw 1; } };",
            "delete window.SharedWorker; delete window.WebSocket;"})
    void aBrowserWithoutSharedWorkersHasItsAnswersToo(String without) {
        String tab = open("without-" + without.hashCode(), without);
        in(tab, "ask('slow')");
        await().until(() -> (Boolean) in(tab, "return seen.text.includes('w3 ')"));
        assertThat(workers.running()).isEmpty();
    }

    @Test
    void aGatewayThatWasAwayIsNotReadOverHttpThen() {
        String tab = open("away", """
                delete window.SharedWorker;
                window.asked = [];
                const get = fetch;
                window.fetch = (...request) => {
                  asked.push(String(request[0]));
                  return get(...request);
                };
                window.sockets = [];
                const Socket = WebSocket;
                window.WebSocket = class extends Socket {
                  constructor(url) {
                    super(window.away ? 'ws://127.0.0.1:1/' : url);
                    sockets.push(this);
                  }
                };""");
        in(tab, "away = true; sockets[0].close()");
        await("some tries to reach it").until(() -> (Long) in(tab, "return sockets.length") > 3);
        in(tab, "away = false");
        await().until(() -> (Boolean) in(tab, "return seen.live"));
        assertThat(in(tab, "return asked")).isEqualTo(List.of());
    }

    /** How many of these the gateway has. */
    private static int openAtGateway(String what) {
        String metrics = system.client(0).get("/metrics").body();
        return metrics.lines().filter(line -> line.startsWith("rivulet_gateway_" + what + "_open"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    private List<String> openTabs(String session, int count) {
        return IntStream.range(0, count).mapToObj(i -> open(session + "-" + i, "")).toList();
    }

    /** Opens a session in a tab of its own, and waits until it is live. */
    private String open(String session, String before) {
        String tab = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        page.start("tab", Map.of("gateway", system.client(0).base(), "session", session), before);
        await(session + " to be live").until(() -> (Boolean) in(tab, "return window.seen?.live ?? false"));
        return tab;
    }

    private static Object in(String tab, String script) {
        driver.switchTo().window(tab);
        Object why = driver.executeScript("return window.report?.why ?? null");
        assertThat(why).isNull();
        Object value = driver.executeScript(script);
        return value == null ? "" : value;
    }
}
