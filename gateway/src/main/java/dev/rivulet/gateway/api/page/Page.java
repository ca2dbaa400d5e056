package dev.rivulet.gateway.api.page;

import dev.rivulet.gateway.http.KeyCookie;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * {@code GET /} and {@code /assets/...}: serves the page and its files from memory. The files are under the version of
 * them all, so a browser keeps them without asking again, and a page is never made of the files of two versions. Only
 * the page itself, which names the version, is revalidated on each use ({@link PageFiles}).
 */
public final class Page implements Handler<RoutingContext> {

    /**
     * The content security policy: allows only the page's own files and requests to its own gateway, no inline scripts,
     * and no elements made from strings. The only trusted-types policy makes one address, that of the page's shared
     * worker, and can be created once. So a malicious answer that gets past the page's Markdown can neither run code
     * nor send data elsewhere.
     */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types rivulet-worker";

    /** The query parameter of links that bring a grant with them, in their fragment, which no browser sends. */
    private static final String SHARED = "shared";
    private static final String SIGNED_IN = "  <meta name=\"rivulet-signed-in\">\n</head>";
    private static final String ASSETS = "/assets/";
    private static final String REVALIDATED = "no-cache";
    private static final String KEPT = "public, max-age=31536000, immutable";
    private static final String NOT_KEPT = "no-store";
    private static final PageFiles PAGE = PageFiles.load(Page.class.getResource(PageFiles.INDEX));

    private final BiConsumer<RoutingContext, Consumer<Boolean>> needsKey;
    private final String policy;
    private final PageFile index;
    private final PageFile signedIn;

    /**
     * @param panel what the page's panel controls; empty: it has none
     * @param needsKey continues with whether the page that asks for a key is served in its place
     */
    public Page(Optional<ControlPanel> panel, BiConsumer<RoutingContext, Consumer<Boolean>> needsKey) {
        this.needsKey = needsKey;
        PageFile plain = PAGE.index();
        policy = panel.map(control -> control.addToPolicy(POLICY)).orElse(POLICY);
        index = panel.map(control -> changed(plain, control::addTo)).orElse(plain);
        signedIn = changed(index, html -> html.replaceFirst("</head>", SIGNED_IN));
    }

    private static PageFile changed(PageFile page, UnaryOperator<String> change) {
        String html = new String(page.bytes(), StandardCharsets.UTF_8);
        return PageFile.of(page.name(), change.apply(html).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void handle(RoutingContext request) {
        String path = request.normalizedPath();
        if (path.equals("/")) {
            needsKey.accept(request, needed -> {
                if (!needed) {
                    send(request, KeyCookie.read(request.request()).isPresent() ? signedIn : index, REVALIDATED);
                } else if (request.queryParams().contains(SHARED)) {
                    send(request, PAGE.index(), REVALIDATED); // without the panel: anybody may come with a grant
                } else {
                    send(request, PAGE.login(), NOT_KEPT);
                }
            });
        } else if (path.startsWith(ASSETS)) {
            sendAsset(request, path.substring(ASSETS.length()));
        } else {
            request.next();
        }
    }

    /** @param path the version of the files and the name of one of them, or the name alone */
    private void sendAsset(RoutingContext request, String path) {
        int slash = path.indexOf('/');
        PageFile file = PAGE.asset(path.substring(slash + 1));
        if (PAGE.asset(path) != null) {
            String up = "../".repeat((int) path.chars().filter(c -> c == '/').count());
            request.response().setStatusCode(302).putHeader(HttpHeaders.CACHE_CONTROL, NOT_KEPT)
                    .putHeader(HttpHeaders.LOCATION, up + PAGE.version() + "/" + path).end();
        } else if (file == null) {
            request.next();
        } else if (path.substring(0, slash).equals(PAGE.version())) {
            send(request, file, KEPT);
        } else if (file.name().equals(PageFiles.START)) {
            send(request, file, NOT_KEPT); // loads a page again whose other files are not here
        } else {
            throw new ProblemException(ProblemCode.NOT_FOUND,
                    "This gateway has another version of the page: load the page again.");
        }
    }

    private void send(RoutingContext request, PageFile file, String caching) {
        boolean gzip = accepts(request.request(), "gzip");
        String etag = "\"" + file.etag() + (gzip ? "-gzip\"" : "\"");
        HttpServerResponse response = request.response().putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader("Content-Security-Policy", policy)
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
