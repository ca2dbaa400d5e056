package dev.rivulet.local.page;

import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.OutputType;

/** Takes the pictures in {@code docs}: {@code -Dit.test=PicturesIT -Dpictures=docs}, a folder below the checkout. */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class PicturesIT {

    @Test
    void thePageInTheLightAndInTheDark() throws IOException, InterruptedException {
        Path folder = Path.of("..", System.getProperty("pictures"));
        try (Stack stack = Stack.start(Config.of(Map.of(), Map.of("rivulet.http.port", "0")), Optional.empty());
                Browser browser = Browser.start()) {
            browser.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                    Map.of("width", 880, "height", 980, "deviceScaleFactor", 1.5, "mobile", false));
            ChatPage page = ChatPage.open(browser.driver, stack.url() + "/", "pictures");
            page.ask("What is a stream that outlives its tab? Show me a table and an example.");
            page.awaitState("done");
            page.script("scrollTo(0, 0); document.activeElement.blur()");
            for (String colours : List.of("light", "dark")) {
                browser.driver.executeCdpCommand("Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
                Files.write(folder.resolve(colours.equals("light") ? "page.png" : "page-dark.png"),
                        browser.driver.getScreenshotAs(OutputType.BYTES));
            }
        }
    }
}
