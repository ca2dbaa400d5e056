package dev.rivulet.gateway.server;

import static dev.rivulet.gateway.server.EdgeServer.request;
import static dev.rivulet.gateway.server.EdgeServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call: no page of another origin, and nobody who was led here by another name. */
class CallersTest {

    private static final String TURN = "/v1/sessions/s/turns/019a0000-0000-7000-8000-000000000000";
    private static final String APP = "https://app.example";
    private static final String OWN = "Host: localhost:8080\r\n";

    private static EdgeServer strict;
    private static EdgeServer configured;

    @BeforeAll
    static void start() {
        strict = EdgeServer.with(Map.of());
        configured = EdgeServer.with(Map.of("rivulet.http.cors-origins", APP, "rivulet.http.allowed-hosts",
                "Chat.example.com", "rivulet.http.plain-stream", "false"));
    }

    @AfterAll
    static void stop() {
        strict.close();
        configured.close();
    }

    static List<String> routes() {
        return RouteList.served().stream().map(route -> route.replace("{session}", "s").replace("{turn}", "t")
                .replace("{model}", "m")).toList();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteRefusesAForeignOriginARequestFromAnotherSiteAndAnotherHost(String route) {
        String[] call = route.split(" ");
        assertRefused(strict.send(request(call[0], call[1], OWN, "Origin: https://evil.example\r\n")), 403,
                "origin_not_allowed");
        assertRefused(strict.send(request(call[0], call[1], OWN, "Sec-Fetch-Site: cross-site\r\n")), 403,
                "origin_not_allowed");
        assertRefused(strict.send(request(call[0], call[1], "Host: evil.example:8080\r\n")), 421, "host_not_allowed");
    }

    @Test
    void anImageOfAForeignPageSubmitsNoPrompt() {
        String image = strict.send(request("GET", "/stream?prompt=spend", OWN, "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Mode: no-cors\r\n", "Sec-Fetch-Dest: image\r\n"));
        assertRefused(image, 403, "origin_not_allowed");
        String otherPort = strict.send(request("GET", "/stream?prompt=spend", OWN, "Sec-Fetch-Site: same-site\r\n"));
        assertRefused(otherPort, 403, "origin_not_allowed");
        String opened = strict.send(request("GET", "/stream?prompt=spend", OWN, "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Mode: navigate\r\n", "Sec-Fetch-Dest: document\r\n"));
        assertRefused(opened, 403, "origin_not_allowed");
    }

    @Test
    void theGatewaysOwnPageProgramsAndAddressesThatWereTypedAreLetIn() {
        for (String headers : new String[]{OWN, OWN + "Origin: http://localhost:8080\r\n",
                OWN + "Origin: http://localhost:8080\r\nSec-Fetch-Site: same-origin\r\n",
                OWN + "Sec-Fetch-Site: same-origin\r\n", OWN + "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n",
                "Host: 127.0.0.1\r\n", "Host: [::1]:8080\r\n", "Host: 192.168.1.7:8080\r\n", "Host: LOCALHOST\r\n"}) {
            assertThat(status(strict.send(request("GET", "/stream?prompt=a", headers)))).as(headers).isEqualTo(503);
        }
    }

    @Test
    void aLinkOnAnotherPageOpensThePage() {
        String link = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: ";
        assertThat(status(strict.send(request("GET", "/", OWN, link, "document\r\n")))).isEqualTo(200);
        assertThat(status(strict.send(request("GET", "/", OWN, link, "iframe\r\n")))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: evil.example\r\n", "Host: localhost.evil.example\r\n",
            "Host: 127.0.0.1.evil.example\r\n", "Host: 127.0.0.1.\r\n", "Host: chat.example.com\r\n",
            "Host: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n"})
    void aNameThatIsNotListedIsRefusedWhateverAProxyHeaderSays(String host) {
        assertRefused(strict.send(request("GET", "/stream?prompt=a", host)), 421, "host_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: \r\n", "Host: a b\r\n", "Host: localhost\r\nHost: evil.example\r\n"})
    void aRequestThatDoesNotSayOneHostIsMalformed(String host) {
        assertRefused(strict.send(request("GET", "/stream?prompt=a", host)), 400, "bad_request");
    }

    @Test
    void anHttp10ClientNeedNotNameTheHost() {
        assertThat(status(strict.send("GET /healthz HTTP/1.0\r\n\r\n"))).isEqualTo(200);
    }

    @Test
    void configuredOriginsAndHostsAreLetIn() {
        String turns = "/v1/sessions/s/turns";
        String page = "Origin: " + APP + "\r\nSec-Fetch-Site: cross-site\r\n";
        for (String host : new String[]{OWN, "Host: chat.example.com\r\n", "Host: CHAT.example.com:8443\r\n"}) {
            String response = configured.send(request("GET", TURN, host, page));
            assertThat(status(response)).as(host).isEqualTo(503);
            assertThat(response).containsIgnoringCase("access-control-allow-origin: " + APP);
        }
        String preflight = configured.send(request("OPTIONS", turns, OWN, page,
                "Access-Control-Request-Method: POST\r\nSec-Fetch-Mode: cors\r\n"));
        assertThat(status(preflight)).isEqualTo(204);
        assertThat(preflight).containsIgnoringCase("access-control-allow-origin: " + APP);
        assertRefused(configured.send(request("OPTIONS", turns, OWN, "Origin: https://evil.example\r\n",
                "Access-Control-Request-Method: POST\r\n")), 403, "origin_not_allowed");
        // An image names no origin, so it cannot be one of the configured.
        assertRefused(configured.send(request("GET", TURN, OWN, "Sec-Fetch-Site: cross-site\r\n")), 403,
                "origin_not_allowed");
        assertRefused(configured.send(request("GET", TURN, "Host: www.example.com\r\n", page)), 421,
                "host_not_allowed");
    }

    @Test
    void theStreamCanBeSwitchedOff() {
        for (String method : new String[]{"GET", "POST"}) {
            String response = configured.send(request(method, "/stream?prompt=a", OWN));
            assertRefused(response, 404, "not_found");
            assertThat(response).contains("rivulet.http.plain-stream");
        }
    }

    @Test
    void allHostsCanBeAllowed() {
        try (EdgeServer open = EdgeServer.with(Map.of("rivulet.http.allowed-hosts", "*"))) {
            assertThat(status(open.send(request("GET", "/healthz", "Host: any.example\r\n")))).isEqualTo(200);
        }
    }

    /** The problem stands in the API's own form; each has the code, or for the AI SDK the sentence. */
    private static void assertRefused(String response, int status, String code) {
        assertThat(status(response)).as(response).isEqualTo(status);
        assertThat(response).doesNotContain("evil");
        if (Stream.of("application/problem+json", "application/json").anyMatch(response::contains)) {
            assertThat(response).contains("\"code\":\"" + code + "\"");
        } else {
            assertThat(Arrays.asList(response.split("\r\n\r\n")).getLast()).isNotBlank();
        }
    }
}
