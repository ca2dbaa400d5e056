package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Http2Client.Response;
import dev.rivulet.testkit.tls.TestAuthority;
import dev.rivulet.testkit.tls.TestCertificate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many streams on one connection. */
class Http2IT {

    private static final int TOKENS = 8_000;
    private static final int AT_ONCE = 500;
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TestCertificate CERTIFICATE = AUTHORITY.issue("gateway");

    @RegisterExtension
    private static final GatewayExtension GATEWAYS = GatewayExtension
            .with(Map.of("rivulet.http.tls.certificate", CERTIFICATE.chain().toString(), "rivulet.http.tls.key",
                    CERTIFICATE.key().toString(), "rivulet.http.management-port", "0"));
    private static final TestGateway GATEWAY = GATEWAYS.gateway();

    @AfterAll
    static void stop() {
        AUTHORITY.close();
    }

    @Test
    void slowStreamsHoldUpNoOthersOnTheirConnectionAndGetEverythingLater() {
        // A client returns half of the connection's window at a time: it must have more than the slow ones take.
        try (Http2Client client = new Http2Client(AUTHORITY, GATEWAY.port(), 16 << 10, 256 << 10)) {
            List<Response> slow = IntStream.range(0, 4).mapToObj(i -> ask(client, "slow-" + i)).toList();
            Response quick = ask(client, "quick").read();

            for (int from = 0; from < TOKENS; from += AT_ONCE) {
                for (int i = 0; i < slow.size(); i++) {
                    write("slow-" + i, slow.get(i), from);
                }
                write("quick", quick, from);
            }
            for (int i = 0; i < slow.size(); i++) {
                end("slow-" + i, slow.get(i));
            }
            end("quick", quick);

            assertWhole(quick);
            slow.forEach(response -> assertThat(response.text()).isEmpty());
            slow.forEach(Response::read);
            slow.forEach(Http2IT::assertWhole);
        }
    }

    @Test
    void aBrowserCanHaveMoreThanSixStreams() {
        try (Http2Client client = new Http2Client(AUTHORITY, GATEWAY.port())) {
            List<Response> streams = IntStream.range(0, 20).mapToObj(i -> ask(client, "tab-" + i).read()).toList();
            for (int i = 0; i < streams.size(); i++) {
                GATEWAYS.worker().publish("tab-" + i, turn(streams.get(i)), Chunks.started(1));
            }
            await().until(() -> streams.stream().allMatch(stream -> stream.text().contains("event: started")));
            assertThat(TestGateway.meter("http://127.0.0.1:" + GATEWAY.managementPort() + "/metrics",
                    "rivulet_gateway_connections_open")).isEqualTo(1);
        }
    }

    private static Response ask(Http2Client client, String session) {
        Response response = client.post("/v1/sessions/" + session + "/turns", "{\"prompt\":\"hello\"}");
        assertThat(response.status()).isEqualTo(200);
        return response;
    }

    private static String turn(Response response) {
        return response.header("X-Turn-Id");
    }

    private static void write(String session, Response response, int from) {
        if (from == 0) {
            GATEWAYS.worker().publish(session, turn(response), Chunks.started(1));
        }
        GATEWAYS.worker().publishDeltas(session, turn(response), from, AT_ONCE, " token");
    }

    private static void end(String session, Response response) {
        GATEWAYS.worker().publish(session, turn(response), Chunks.done(1, TOKENS, "stop", TOKENS * 6L));
    }

    private static void assertWhole(Response response) {
        String text = response.rest();
        assertThat(text).contains("event: done");
        assertThat(text.split(" token", -1)).hasSize(TOKENS + 1);
    }
}
