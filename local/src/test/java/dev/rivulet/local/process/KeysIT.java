package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.UsageReport;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.testkit.kafka.SharedKafka;
import dev.rivulet.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from the command that makes them to the command that uses them. */
class KeysIT {

    @TempDir
    Path folder;

    @Test
    void aKeyThatTheCommandMakesLetsTheCommandsIn() throws IOException, InterruptedException {
        List<String> made = run(Map.of(), 0, "key", "new", "--principal", "alice", "--scopes",
                "ask,read,cancel,usage").out().lines().toList();
        String key = made.getFirst();
        Path keys = Files.writeString(folder.resolve("keys"), made.getLast() + "\n");
        Path file = Files.writeString(folder.resolve("key"), key + "\n");
        try (Stack stack = Stack.start(Config.of(Map.of(), settings(keys)), Optional.empty())) {
            String url = stack.url().toString();
            assertThat(run(Map.of("RIVULET_URL", url, "RIVULET_API_KEY", key), 0, "ask", "hello").out()).isNotBlank();
            assertThat(run(Map.of("RIVULET_URL", url, "RIVULET_API_KEY_FILE", file.toString()), 0, "ask", "hello")
                    .out()).isNotBlank();
            Map<String, String> alice = Map.of("RIVULET_URL", url, "RIVULET_API_KEY", key);
            try (RivuletClient client = RivuletClient.builder().gateway(stack.url()).apiKey(key).build()) {
                await().until(() -> client.usage(UsageReport.By.MODEL, null, null, false).usage().stream()
                        .anyMatch(row -> row.turns() == 2));
            }
            assertThat(run(alice, 0, "usage", "--by", "model", "--json").out()).contains("\"turns\":2");
            assertThat(run(alice, 0, "usage").out()).contains(LocalDate.now(ZoneOffset.UTC).toString());
            assertThat(run(alice, 1, "usage", "--by", "principal").err()).contains("scope admin");
            assertThat(run(Map.of("RIVULET_URL", url), 1, "ask", "hello").err()).contains("Send a key");
            assertThat(run(Map.of("RIVULET_URL", url, "RIVULET_API_KEY", key + "x"), 1, "cancel", "s").err())
                    .contains("not valid").doesNotContain(key);
        }
    }

    private static Map<String, String> settings(Path keys) {
        return Map.of("rivulet.kafka.bootstrap-servers", SharedKafka.bootstrapServers(), "rivulet.topics.prefix",
                SharedKafka.newPrefix(KeysIT.class), "rivulet.topics.partitions", "2", "rivulet.provider.kind",
                "simulator", "rivulet.http.port", "0", "rivulet.auth.keys-file", keys.toString());
    }

    /** Runs a command to its end. */
    private JavaProcess run(Map<String, String> environment, int status, String... arguments) {
        try (JavaProcess command = RivuletCommand.start(folder, new HashMap<>(environment), arguments)) {
            await().until(() -> !command.alive());
            assertThat(command.exitStatus()).as(command.err()).isEqualTo(status);
            return command;
        }
    }
}
