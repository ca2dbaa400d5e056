package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser exchanges a key for a cookie, which the gateway's own page alone can use. */
class LoginTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final String APP = "https://app.example.com";
    private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: ([^\r\n]*)");

    @RegisterExtension
    static final KeyedServer server = KeyedServer.with(Map.of("rivulet.http.cors-origins", APP));

    private static final String KEY = server.keys().add("k1", "alice", "read");

    @Test
    void theCookieIsOfThisHostAndOutOfReachOfScriptsAndOtherSites() {
        String answer = login(server.server(), KEY);
        assertThat(answer).startsWith("HTTP/1.1 204 ");
        Matcher cookie = COOKIE.matcher(answer);
        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(1).split("; ")).containsExactlyInAnyOrder("__Host-rivulet-key=" + KEY, "Path=/",
                "Secure", "HTTPOnly", "SameSite=Strict");
    }

    @Test
    void aKeyThatIsNotValidIsNotExchanged() {
        assertThat(login(server.server(), KEY + "x")).startsWith("HTTP/1.1 401 ").contains("\"code\":\"invalid_key\"")
                .doesNotContainIgnoringCase("set-cookie").doesNotContain(KEY);
    }

    @Test
    void thePageAsksForAKeyUntilThereIsOne() {
        String page = "<title>Rivulet</title>";
        String asks = server.send(request("GET", "/", HOST));
        assertThat(asks).startsWith("HTTP/1.1 200 ").contains("A key is needed").doesNotContain(page)
                .containsIgnoringCase("cache-control: no-store").containsIgnoringCase("content-security-policy: ");
        assertThat(server.send(request("GET", "/", HOST, cookie(KEY)))).contains(page);
        assertThat(server.send(request("GET", "/", HOST, cookie(KEY + "x")))).contains("A key is needed");
        try (EdgeServer open = EdgeServer.with(Map.of())) {
            assertThat(open.send(request("GET", "/", HOST))).contains(page);
            assertThat(login(open, KEY)).startsWith("HTTP/1.1 404 ").doesNotContainIgnoringCase("set-cookie");
        }
    }

    @Test
    void whatThePageRequestsHasItsCookieAndWhatOthersRequestHasNot() {
        for (String own : new String[]{"", "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n"}) {
            assertThat(server.send(request("GET", "/v1/models", HOST, cookie(KEY), own))).startsWith("HTTP/1.1 200 ");
        }
        assertThat(server.send(request("GET", "/v1/models", HOST, cookie(KEY),
                "Origin: " + APP + "\r\nSec-Fetch-Site: cross-site\r\n"))).startsWith("HTTP/1.1 401 ");
        assertThat(server.send(request("GET", "/v1/models", HOST, cookie(KEY), "Sec-Fetch-Site: same-site\r\n")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(server.send(request("GET", "/v1/models", HOST, cookie(KEY),
                "Authorization: Bearer another\r\n"))).startsWith("HTTP/1.1 401 ");
        assertThat(server.head("GET /ws HTTP/1.1\r\n" + HOST + cookie(KEY) + "Connection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void whoSignsOutIsAskedForAKeyAgainAndNoOtherPageSignsAnybodyOut() {
        String answer = server.send(request("POST", "/logout", HOST, cookie(KEY), "Content-Length: 0\r\n"));
        assertThat(answer).startsWith("HTTP/1.1 204 ");
        Matcher cookie = COOKIE.matcher(answer);
        assertThat(cookie.find()).isTrue();
        assertThat(cookie.group(1).split("; ")).contains("__Host-rivulet-key=", "Max-Age=0", "Path=/", "Secure",
                "HTTPOnly", "SameSite=Strict");
        String foreign = server.send(request("POST", "/logout", HOST, cookie(KEY),
                "Content-Length: 0\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n"));
        assertThat(foreign).startsWith("HTTP/1.1 403 ").doesNotContainIgnoringCase("set-cookie");
    }

    @Test
    void aSharedLinkOpensThePageWithoutAKeyAndWhoHasOneCanSignOut() {
        String page = "<title>Rivulet</title>";
        String button = "<meta name=\"rivulet-signed-in\">";
        assertThat(server.send(request("GET", "/?shared=", HOST))).contains(page).doesNotContain(button);
        assertThat(server.send(request("GET", "/?shared=", HOST, cookie(KEY)))).contains(page).contains(button);
        assertThat(server.send(request("GET", "/", HOST, cookie(KEY)))).contains(page).contains(button);
    }

    private static String login(EdgeServer at, String key) {
        String body = "{\"key\":\"" + key + "\"}";
        return at.send(request("POST", "/login", HOST, "Content-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n") + body);
    }

    private static String cookie(String key) {
        return "Cookie: __Host-rivulet-key=" + key + "\r\n";
    }
}
