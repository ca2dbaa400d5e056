package dev.rivulet.gateway.api.page;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code GET /} and {@code /assets/...}: serves the page and its files from memory. Browsers cache them, but revalidate
 * each file on each use, so that a page is not made of the files of two versions.
 */
public final class Page implements Handler<RoutingContext> {

    static final List<String> FILES = List.of("index.html", "assets/address.js", "assets/announcer.js", "assets/api.js",
            "assets/app.js", "assets/composer.js", "assets/conversation.js", "assets/feed.js", "assets/frames.js",
            "assets/growing-text.js", "assets/icon.svg", "assets/ids.js", "assets/links.js", "assets/log-view.js",
            "assets/markdown.js", "assets/page.css", "assets/patch.js", "assets/presence.js", "assets/prose.css",
            "assets/timeline.js", "assets/turn-view.js", "assets/turns.css", "assets/words.js",
            "assets/vendor/README.md", "assets/vendor/eventsource-parser.LICENSE",
            "assets/vendor/eventsource-parser.mjs", "assets/vendor/markdown-it.LICENSE",
            "assets/vendor/markdown-it.mjs");

    /**
     * The content security policy: allows only the page's own files and requests to its own gateway, no inline scripts,
     * and no elements made from strings. So a malicious answer that gets past the page's Markdown can neither run code
     * nor send data elsewhere.
     */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Map<String, PageFile> BY_PATH = FILES.stream()
            .collect(Collectors.toUnmodifiableMap(Page::path, PageFile::load));

    private static String path(String file) {
        return file.equals("index.html") ? "/" : "/" + file;
    }

    @Override
    public void handle(RoutingContext request) {
        PageFile file = BY_PATH.get(request.normalizedPath());
        if (file == null) {
            request.next();
            return;
        }
        boolean gzip = accepts(request.request(), "gzip");
        String etag = "\"" + file.etag() + (gzip ? "-gzip\"" : "\"");
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
        String known = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(etag)) {
            response.setStatusCode(304).end();
            return;
        }
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .end(Buffer.buffer(gzip ? file.gzipped() : file.bytes()));
    }

    private static boolean accepts(HttpServerRequest request, String encoding) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.contains(encoding);
    }
}
