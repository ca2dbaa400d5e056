package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Gateway;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** How the page's files reach a browser, whatever gateways are there. */
@EnabledIf(value = Browser.IS_INSTALLED, disabledReason = Browser.HOW_TO_INSTALL)
class PageLoadIT {

    private static final String ASKED_FOR = """
            return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'))
              .filter(({ transferSize }) => transferSize > 0).map(({ name }) => name);""";

    private static final String SENT = """
            const files = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'));
            return [...performance.getEntriesByType('navigation'), ...files]
              .reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);""";
    private static final int BUDGET = 120_000; // bytes, compressed

    private static Gateway gateway;
    private static Browser browser;
    private static ChromeDriver driver;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        gateway = Gateway.start(Config.of(Map.of(), Map.of("rivulet.kafka.bootstrap-servers",
                SharedKafka.bootstrapServers(), "rivulet.topics.prefix", SharedKafka.newPrefix(PageLoadIT.class),
                "rivulet.topics.partitions", "1", "rivulet.http.port", "0")));
        browser = Browser.start();
        driver = browser.driver;
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void whoComesAgainAsksForNoFileAgain() {
        driver.get(url());
        awaitStarted();
        assertThat(askedFor()).as("by the first visit").hasSizeGreaterThan(20)
                .noneMatch(name -> name.contains("qr.") || name.contains("export."));
        assertThat((Long) driver.executeScript(SENT)).isBetween(50_000L, (long) BUDGET);
        driver.navigate().refresh();
        awaitStarted();
        assertThat(askedFor()).as("by the second").isEmpty();
    }

    @Test
    void aPageWhoseFilesAnotherGatewayDoesNotHaveLoadsItselfAgain() throws IOException {
        try (MixedVersions mixed = new MixedVersions(gateway.port(), 1)) {
            driver.get(mixed.url());
            awaitStarted();
            assertThat(mixed.pages()).as("one of another version, one to see that there is one, one to use")
                    .isEqualTo(3);
            assertThat(driver.executeScript("return document.querySelectorAll('link[rel=stylesheet]').length"))
                    .as("style sheets").isEqualTo(driver.executeScript("return document.styleSheets.length"));
            assertThat(driver.executeScript("return sessionStorage.length")).isEqualTo(0L);
        }
    }

    @Test
    void aPageThatStaysIncompleteSaysSo() throws IOException {
        try (MixedVersions mixed = new MixedVersions(gateway.port(), Integer.MAX_VALUE)) {
            driver.get(mixed.url() + "healthz");
            driver.executeScript("sessionStorage.setItem('rivulet.loads', 7)");
            driver.get(mixed.url());
            await().until(() -> driver.findElement(By.id("trouble")).getText()
                    .equals("A part of this page is missing. Load it again in a moment."));
            assertThat(mixed.pages()).isEqualTo(1);
        }
    }

    private static String url() {
        return "http://127.0.0.1:" + gateway.port() + "/";
    }

    @SuppressWarnings("unchecked")
    private static List<String> askedFor() {
        return (List<String>) driver.executeScript(ASKED_FOR);
    }

    private static void awaitStarted() {
        await("the page to have started").until(() -> driver
                .executeScript("return document.body?.dataset.session !== undefined").equals(true));
    }
}
