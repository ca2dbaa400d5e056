package dev.rivulet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.process.FreePorts;
import dev.rivulet.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say and how they end when the cluster that they are given cannot be used. */
class UnusableClusterIT {

    private static final List<List<String>> COMMANDS = List.of(List.of("ask", "hello"), List.of("chat"),
            List.of("topics"), List.of("up"), List.of("kafka"), List.of("worker"), List.of("gateway"));

    @TempDir
    Path logs;

    @Test
    void anAddressThatIsNoneEndsEveryCommandWithASentence() {
        List<JavaProcess> processes = COMMANDS.stream().map(command -> start(command, "nonsense")).toList();
        for (JavaProcess process : processes) {
            assertThat(process.exitStatus()).as("%s: %s", process.name(), process.err()).isEqualTo(2);
            assertThat(process.err()).contains(
                    "rivulet.kafka.bootstrap-servers: 'nonsense' is not a list of host:port")
                    .doesNotContain("\tat ");
            process.close();
        }
    }

    @Test
    void aHostThatCannotBeResolvedDoesToo() {
        List<JavaProcess> processes = List.of("topics", "gateway", "worker").stream()
                .map(command -> start(List.of(command), "no-such-host.invalid:9092")).toList();
        for (JavaProcess process : processes) {
            assertThat(process.exitStatus()).as("%s: %s", process.name(), process.err()).isEqualTo(2);
            assertThat(process.err()).contains("no host of 'no-such-host.invalid:9092' can be resolved");
            process.close();
        }
    }

    @Test
    void aQuestionIsNotKeptWaitingForAClusterThatDoesNotAnswer() {
        String nowhere = "127.0.0.1:" + FreePorts.find();
        for (JavaProcess process : List.of(start(List.of("ask", "hello"), nowhere), start(List.of("chat"), nowhere))) {
            assertThat(process.exitStatus()).as("%s: %s", process.name(), process.err()).isEqualTo(1);
            assertThat(process.err()).contains("Kafka at " + nowhere + " cannot be used").contains(
                    "KAFKA_BOOTSTRAP_SERVERS").doesNotContain("\tat ");
            process.close();
        }
    }

    @Test
    void allBadSettingsOfAllPartsAreNamedAtOnce() {
        try (JavaProcess ask = RivuletCommand.start(logs, Map.of("RIVULET_URL", "http://127.0.0.1:9",
                "RIVULET_TOPIX", "1", "RIVULET_WORKER_IDLE_TIMEOUT", "soon", "RIVULET_HTTP_PORT", "0",
                "RIVULET_HTTP_MAX_BODY", "much", "RIVULET_TOPICS_PARTITIONS", "none", "RIVULET_GATEWAY_MODELZ", "m",
                "KAFKA_BOOTSTRAP_SERVERS", "nonsense"), "ask", "hello")) {
            assertThat(ask.exitStatus()).isEqualTo(2);
            assertThat(ask.err()).contains("RIVULET_TOPIX", "rivulet.worker.idle-timeout", "rivulet.http.max-body",
                    "rivulet.topics.partitions", "RIVULET_GATEWAY_MODELZ", "rivulet.kafka.bootstrap-servers");
        }
    }

    private JavaProcess start(List<String> command, String servers) {
        Map<String, String> environment = new HashMap<>(Map.of("KAFKA_BOOTSTRAP_SERVERS", servers, "RIVULET_URL",
                "http://127.0.0.1:9", "OPENAI_API_KEY", "sk-test", "RIVULET_KAFKA_REQUEST_TIMEOUT", "1s",
                "RIVULET_HTTP_PORT", Integer.toString(FreePorts.find())));
        return RivuletCommand.start(logs, environment, command.toArray(String[]::new));
    }
}
