package dev.rivulet.local.page;

import static dev.rivulet.testkit.wait.Waiting.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.process.TempDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium of its own, as Debian packages it. Nothing of it is left when it is closed. */
final class Browser implements AutoCloseable {

    /** For tests that need one. */
    static final String IS_INSTALLED = "dev.rivulet.local.page.Browser#isInstalled";
    static final String HOW_TO_INSTALL = "needs a browser: apt-get install -y chromium chromium-driver";

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
            "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1100,900",
            // With a mouse, as where there is a keyboard: the types of hover (2) and of a pointer (4), fine.
            "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4");

    private final TempDirectory profile;
    private final ChromeDriverService service;
    private final List<ProcessHandle> processes;
    final ChromeDriver driver;

    private Browser(List<String> more) throws IOException {
        profile = TempDirectory.create("rivulet-chromium-");
        service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build();
        ChromeOptions options = new ChromeOptions().addArguments(ARGUMENTS).addArguments(more)
                .addArguments("--user-data-dir=" + profile.path()).setBinary(CHROMIUM.toFile());
        options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL"));
        driver = new ChromeDriver(service, options);
        processes = processes();
    }

    /** Chromium and its driver, but none of another browser that runs in this JVM's tests. */
    private List<ProcessHandle> processes() {
        ProcessHandle browser = ProcessHandle.current().descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("=" + profile.path()))
                .findFirst().orElseThrow();
        ProcessHandle started = browser;
        while (!started.parent().equals(Optional.of(ProcessHandle.current()))) {
            started = started.parent().orElseThrow();
        }
        return Stream.concat(Stream.of(started), started.descendants()).toList();
    }

    static Browser start() throws IOException {
        return new Browser(List.of());
    }

    /**
     * Starts one that trusts a certificate, whoever has issued it, and no other beside those of known authorities.
     *
     * @param certificate PEM
     */
    static Browser trusting(Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            byte[] key = CertificateFactory.getInstance("X.509").generateCertificate(pem).getPublicKey().getEncoded();
            return new Browser(List.of("--ignore-certificate-errors-spki-list="
                    + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key))));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException(unusable);
        }
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** The addresses of all requests since this was last asked, the blocked ones included. */
    Stream<String> requested() {
        return driver.manage().logs().get("performance").getAll().stream()
                .map(entry -> message(entry.getMessage()))
                .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
                .map(message -> message.path("params").path("request").path("url").asText());
    }

    private static JsonNode message(String json) {
        try {
            return Json.MAPPER.readTree(json).path("message");
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    @Override
    public void close() {
        driver.quit();
        service.close();
        await("Chromium's processes to end").until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        profile.close();
    }
}
