package dev.rivulet.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManagementPortTest {

    private static final Map<String, String> OWN_PORT = Map.of("rivulet.http.management-port", "0");

    @Test
    void thePathsForOperatorsAreOnTheMainPortByDefault() {
        try (StartedServer started = new StartedServer(Map.of())) {
            assertThat(started.server().managementPort()).isEqualTo(started.server().port());
            assertThat(statuses(started, started.server().port())).containsExactly(200, 503, 200);
        }
    }

    @Test
    void withAPortOfTheirOwnThePathsForOperatorsAreOnlyThere() {
        try (StartedServer started = new StartedServer(OWN_PORT)) {
            int own = started.server().managementPort();
            int main = started.server().port();
            assertThat(own).isNotEqualTo(main);
            assertThat(statuses(started, own)).containsExactly(200, 503, 200);
            assertThat(statuses(started, main)).containsExactly(404, 404, 404);
            assertThat(started.get(own, "/v1/models").statusCode()).isEqualTo(404);
            assertThat(started.get(main, "/v1/models").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void operatorsAreAnsweredWhenStreamsHaveEndedAlready() {
        try (StartedServer started = new StartedServer(OWN_PORT)) {
            started.server().stopServing();
            assertThat(statuses(started, started.server().managementPort())).containsExactly(200, 503, 200);
        }
    }

    @Test
    void aManagementPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatExceptionOfType(CannotListenException.class).isThrownBy(() -> new StartedServer(
                    Map.of("rivulet.http.management-port", Integer.toString(taken.getLocalPort()))))
                    .withMessageContaining("rivulet.http.management-port sets another");
        }
    }

    private static List<Integer> statuses(StartedServer started, int port) {
        return Stream.of("/healthz", "/readyz", "/metrics").map(path -> started.get(port, path).statusCode()).toList();
    }
}
