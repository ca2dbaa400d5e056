package dev.rivulet.local.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.examples.kafka.ConsumeResults;
import dev.rivulet.examples.kafka.PublishPrompt;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.local.system.Waiting;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Scripts;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Backends that integrate over events, as the examples show it: no HTTP, no class of Rivulet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaExamplesIT {

    private static final String AWKWARD = "say \"hi\" \\ twice,\n\n\tonce in 河川 \uD83C\uDF0A";

    private LlmSimulator llm;
    private Stack stack;

    @BeforeAll
    void start() throws InterruptedException {
        llm = LlmSimulator.start();
        llm.script(Scripts.echoConversation());
        stack = Stack.start(Config.of(Map.of(),
                Map.of("rivulet.provider.base-url", llm.baseUrl(), "rivulet.http.port", "0")), Optional.empty());
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
        llm.close();
    }

    @Test
    void plainKafkaClientsAskAndConsumeWholeAnswers() throws Exception {
        String kafka = stack.bootstrapServers();
        String first = Example.of(PublishPrompt.class, kafka, "java", "hello").output().strip();
        String second = Example.of(PublishPrompt.class, kafka, "java", AWKWARD).output().strip();
        assertThat(Example.of(ConsumeResults.class, kafka, "results-" + first, "2").output().lines())
                .filteredOn(line -> line.startsWith("java ")).first().asString()
                .startsWith("java " + first + " stop: turn 1 | user: hello");
        assertThat(Example.of(ConsumeResults.class, kafka, "again-" + first, "2").output())
                .contains("java " + second + " stop: turn 2 | user: hello | assistant: turn 1 | user: " + AWKWARD);
    }

    @Test
    void kcatAsksAndPrintsTheResult() throws Exception {
        assumeTrue(onThePath("kcat"), "kcat is not installed (Debian package kcat)");
        JsonNode result = Json.MAPPER.readTree(kcat(AWKWARD, "kcat"));
        assertThat(result.path("sessionId").asText()).isEqualTo("kcat");
        assertThat(result.path("outcome").path("finishReason").asText()).isEqualTo("stop");
        assertThat(result.path("text").asText()).isEqualTo("turn 1 | user: " + AWKWARD);
        // Any gateway finds the turn by the id that the shell minted.
        assertThat(Json.MAPPER.readTree(kcat("and again", "kcat")).path("text").asText())
                .endsWith("| user: and again");
    }

    private String kcat(String prompt, String session) throws Exception {
        Path out = Files.createTempFile("kcat", ".out");
        Path err = Files.createTempFile("kcat", ".err");
        ProcessBuilder script = new ProcessBuilder("../examples/kcat/ask.sh", prompt, session)
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        script.environment().put("KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers());
        Process process = script.start();
        try {
            assertThat(process.waitFor(Waiting.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static boolean onThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
