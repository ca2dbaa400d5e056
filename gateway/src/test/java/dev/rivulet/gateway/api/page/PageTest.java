package dev.rivulet.gateway.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.http.ProblemResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files over HTTP. The page itself is tested in a browser, in {@code local}. */
class PageTest {

    private static final Pattern REFERENCE = Pattern
            .compile("(?:href|src)=\"(assets/[^\"]+)\"|(?:from |import\\()'\\./([^']+)'");
    private static final Pattern VERSION = Pattern.compile("\"(assets/[0-9a-f]{24}/)");

    private static Vertx vertx;
    private static HttpServer server;
    private static HttpClient http;

    @BeforeAll
    static void serve() {
        vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.get().handler(new Page(Optional.empty(), (request, next) -> next.accept(false)))
                .failureHandler(ProblemResponse::send);
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        vertx.close().await();
    }

    @Test
    void everyFileOfThePageIsServedAsItIs() throws IOException {
        Path assets = folder().resolve("assets");
        for (Path file : filesIn(assets)) {
            HttpResponse<byte[]> response = get(asset(assets.relativize(file).toString()));
            assertThat(response.statusCode()).as("%s", file).isEqualTo(200);
            assertThat(response.body()).as("%s", file).isEqualTo(Files.readAllBytes(file));
        }
    }

    /** What lies in the folder is served, so nothing else may lie there. */
    @Test
    void theFolderHasWhatThePageNeedsAndTheLicencesOfOthersAndNothingElse() throws IOException {
        Path assets = folder().resolve("assets");
        assertThat(filesIn(assets)).hasSizeGreaterThan(70).extracting(file -> assets.relativize(file).toString())
                .allMatch(name -> name.matches("(?:client/)?[a-z-]+\\.js|[a-z]+\\.(?:css|svg)"
                        + "|vendor/(?:README\\.md|[a-z-]+\\.LICENSE|(?:speed-highlight/)?[a-z-]+\\.mjs)"));
    }

    @Test
    void aPageInAJarHasTheFilesOfItsFolderAndNoOthers(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("a page.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("page/", "page/index.html", "page/Page.class", "page/assets/",
                    "page/assets/a.css", "page/assets/client/b.js", "page/assets-of-another/c.js")) {
                out.putNextEntry(new JarEntry(name));
                out.write(name.endsWith("/") ? new byte[0] : name.getBytes(StandardCharsets.UTF_8));
            }
        }
        for (int i = 0; i < 2; i++) {
            PageFiles page = PageFiles.load(URI.create("jar:" + jar.toUri() + "!/page/index.html").toURL());
            assertThat(page.index().bytes()).asString().isEqualTo("page/index.html");
            assertThat(page.version()).as("of exactly these files").isEqualTo(new PageFiles(page.index(),
                    List.of(file("a.css", "page/assets/a.css"), file("client/b.js", "page/assets/client/b.js")))
                    .version());
            assertThat(page.asset("client/b.js").type()).startsWith("text/javascript");
        }
    }

    @Test
    void everyFileThatThePageRefersToIsServed() throws IOException {
        Path folder = folder();
        List<Path> texts = filesIn(folder).stream().filter(file -> file.toString().matches(".*\\.(html|js|css)"))
                .toList();
        assertThat(texts).hasSizeGreaterThan(40);
        for (Path file : texts) {
            String text = Files.readString(file);
            assertThat(REFERENCE.matcher(text).results().map(reference -> named(file, reference)))
                    .as("%s", file).allMatch(Files::isRegularFile);
            assertThat(text).as("%s", file).doesNotContain("innerHTML", "url(", "@import")
                    .doesNotContainPattern("style=");
        }
    }

    private static Path folder() {
        try {
            return Path.of(Page.class.getResource("index.html").toURI()).getParent();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"/, text/html; charset=utf-8", "app.js, text/javascript; charset=utf-8",
            "vendor/markdown-it.mjs, text/javascript; charset=utf-8",
            "page.css, text/css; charset=utf-8", "icon.svg, image/svg+xml", "start.js, text/javascript; charset=utf-8",
            "client/shared-worker.js, text/javascript; charset=utf-8"})
    void aFileHasItsMediaTypeAndTheSecurityPolicy(String path, String type) {
        HttpResponse<byte[]> response = get(path.equals("/") ? path : asset(path));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(type);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self';").doesNotContain("unsafe", "*", "http");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void thePolicyAllowsNothingButThePagesOwnFilesAndOnePolicyOfTrustedTypes() {
        List<String> directives = List.of(Page.POLICY.split("; "));
        assertThat(directives).contains("default-src 'none'", "require-trusted-types-for 'script'",
                "trusted-types rivulet-worker");
        assertThat(directives).filteredOn(directive -> !directive.contains("trusted-types"))
                .allMatch(directive -> directive.matches("[a-z-]+ '(none|self)'"));
    }

    @Test
    void aPageWithAPanelMayCallThePanelsAddressAndNothingElse() {
        ControlPanel panel = new ControlPanel("http://127.0.0.1:4000", "0123456789abcdef");
        Router router = Router.router(vertx);
        router.get().handler(new Page(Optional.of(panel), (request, next) -> next.accept(false)));
        HttpServer shown = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
        HttpResponse<byte[]> with = getAt(shown, "/");
        HttpResponse<byte[]> without = get("/");
        assertThat(with.headers().firstValue("Content-Security-Policy"))
                .contains(Page.POLICY.replace("connect-src 'self'", "connect-src 'self' http://127.0.0.1:4000"));
        String added = "<meta name=\"rivulet-control\" content=\"http://127.0.0.1:4000\""
                + " data-secret=\"0123456789abcdef\">";
        assertThat(text(with)).contains(added);
        assertThat(text(with).replaceFirst(" *" + added + "\n", "")).isEqualTo(text(without));
        assertThat(with.headers().firstValue("ETag")).isNotEqualTo(without.headers().firstValue("ETag"));
        assertThat(getAt(shown, asset("app.js")).body()).isEqualTo(get(asset("app.js")).body());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void thePageIsRevalidatedAndItsFilesAreKept() {
        HttpResponse<byte[]> page = get("/");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = get("/", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
        assertThat(get(asset("app.js")).headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
    }

    @Test
    void allFilesHaveOtherAddressesWhenOneOfThemChanges() {
        PageFile index = file("index.html", "<link href=\"assets/a.css\">");
        PageFiles before = new PageFiles(index, List.of(file("a.css", "a"), file("b.js", "b")));
        PageFiles after = new PageFiles(index, List.of(file("b.js", "c"), file("a.css", "a")));
        assertThat(after.version()).isNotEqualTo(before.version());
        assertThat(new PageFiles(index, List.of(file("b.js", "b"), file("a.css", "a"))).version())
                .isEqualTo(before.version());
        assertThat(new String(after.index().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("<link href=\"assets/" + after.version() + "/a.css\">");
        assertThat(after.index().etag()).isNotEqualTo(before.index().etag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/0123456789abcdef01234567/app.js", "/assets/x/y/../app.js"})
    void aFileOfAnotherVersionIsNotHereAndTheAnswerSaysSo(String path) {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("another version of the page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.js", "vendor/markdown-it.mjs"})
    void aFileWithoutAVersionIsThatOfThisVersion(String name) {
        HttpResponse<byte[]> response = get("/assets/" + name);
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.uri().resolve(response.headers().firstValue("Location").orElseThrow()).getPath())
                .isEqualTo(asset(name));
    }

    @Test
    void theScriptThatLoadsThePageAnewIsThereForEachVersion() {
        HttpResponse<byte[]> response = get("/assets/0123456789abcdef01234567/start.js");
        assertThat(response.body()).isEqualTo(get(asset("start.js")).body());
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aFileIsCompressedForClientsThatAcceptIt() throws IOException {
        HttpResponse<byte[]> packed = get(asset("vendor/markdown-it.mjs"), "Accept-Encoding", "br, gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        HttpResponse<byte[]> plain = get(asset("vendor/markdown-it.mjs"));
        assertThat(unpacked).isEqualTo(plain.body()).hasSizeGreaterThan(2 * packed.body().length);
        assertThat(plain.headers().firstValue("ETag")).isNotEqualTo(packed.headers().firstValue("ETag"));
    }

    @ParameterizedTest
    @CsvSource({"/assets/../package-info.class", "/assets/Page.class", "/index.html", "/assets/",
            "/assets/..%2f..%2fpage%2fPage.class", "/assets/nothing.js",
            "/assets/0123456789abcdef01234567/nothing.js"})
    void nothingElseIsServed(String path) {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    private static Path named(Path file, MatchResult reference) {
        return file.resolveSibling(reference.group(1) != null ? reference.group(1) : reference.group(2));
    }

    private static PageFile file(String name, String content) {
        return PageFile.of(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of a file, as the page names it. */
    private static String asset(String name) {
        Matcher version = VERSION.matcher(new String(get("/").body(), StandardCharsets.UTF_8));
        assertThat(version.find()).isTrue();
        return "/" + version.group(1) + name;
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        return getAt(server, path, headers);
    }

    private static HttpResponse<byte[]> getAt(HttpServer from, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + from.actualPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
