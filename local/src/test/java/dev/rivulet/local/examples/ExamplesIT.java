package dev.rivulet.local.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.Turn;
import dev.rivulet.examples.AccumulateText;
import dev.rivulet.examples.AskWithoutStreaming;
import dev.rivulet.examples.CancelAfterTenChunks;
import dev.rivulet.examples.ChooseModel;
import dev.rivulet.examples.ChooseRetriesAndRestarts;
import dev.rivulet.examples.ContinueConversation;
import dev.rivulet.examples.FollowSession;
import dev.rivulet.examples.HandleEveryEnd;
import dev.rivulet.examples.IterateChunks;
import dev.rivulet.examples.KeepPartialAnswer;
import dev.rivulet.examples.ListenInTheBackground;
import dev.rivulet.examples.ParseItems;
import dev.rivulet.examples.ParseLines;
import dev.rivulet.examples.SetDeadline;
import dev.rivulet.examples.SeveralGateways;
import dev.rivulet.examples.SubmitAndReadLater;
import dev.rivulet.examples.TellTimeoutsApart;
import dev.rivulet.examples.ThrottleUpdates;
import dev.rivulet.examples.kafka.ConsumeResults;
import dev.rivulet.examples.kafka.PublishPrompt;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.SimulatedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs every example, of the Java client and of backends over Kafka, against the whole stack, and reads its output. */
@Isolated("it redirects System.out")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {

    private static final Path SOURCES = Path.of("../client/src/examples/java/dev/rivulet/examples");
    private static final String RIVER = "Rain finds the hillside,\nthe hillside lends it a path:\nnow it has a name.\n";
    private static final String AWKWARD = "say \"hi\" \\ twice,\n\n\tonce in 河川 \uD83C\uDF0A";
    private static final String NOBODY = "http://127.0.0.1:9";

    private LlmSimulator llm;
    private Stack stack;

    @BeforeAll
    void start() throws InterruptedException {
        llm = LlmSimulator.start();
        llm.script(ExampleAnswers.all());
        // Each token is an event of its own, so that merging shows.
        stack = Stack.start(Config.of(Map.of(), Map.of("rivulet.provider.base-url", llm.baseUrl(), "rivulet.http.port",
                "0", "rivulet.worker.delta-window", "0s")), Optional.empty());
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
        llm.close();
    }

    /** The examples, and what each prints. */
    private List<Example> examples() {
        String url = stack.url().toString();
        return List.of(
                Example.of(IterateChunks.class, url).prints("-- gpt-4o-mini answers:\n" + RIVER + "-- stop\n"),
                Example.of(ContinueConversation.class, url)
                        .printsParts("You asked: “My name is Ada.”.", "Before that you said: “My name is Ada.”."),
                Example.of(AccumulateText.class, url).printsParts("The tide writes its name,",
                        "length 77, as the server counts 77\n", "tokens 2"),
                Example.of(ThrottleUpdates.class, url)
                        .printsMatch("([1-9]|[1-9][0-9]) updates, 1000 characters\n"), // of 200 tokens
                Example.of(ParseLines.class, url).prints("Rivers:\n1. Elbe\n2. Oder\n3. Rhein\n"),
                Example.of(ParseItems.class, url).prints("Rivers:\n0: Elbe is 1094 km long\n1: Oder is 840 km long\n"
                        + "2: Rhein is 1232 km long\n"),
                Example.of(CancelAfterTenChunks.class, url)
                        .printsMatch("cancelled after [0-9]{2,} characters: 1 2 3 4 5  ...\n"),
                Example.of(TellTimeoutsApart.class, url).prints("the model did not begin in time\n"),
                Example.of(KeepPartialAnswer.class, url).prints("only a part: one two three four\n"
                        + "because of upstream_truncated, worth another try\n"),
                Example.of(ChooseRetriesAndRestarts.class, url).prints("turn 1: It worked the second time.\n"),
                Example.of(AskWithoutStreaming.class, url)
                        .printsMatch("One leaf, then the wind[^!]*stop after [0-9]+ ms\n"),
                Example.of(SubmitAndReadLater.class, url).printsParts("DONE: Green after midnight."),
                Example.of(ChooseModel.class, url).printsMatch("length: Events, one by one[^.]*\n" + RIVER),
                Example.of(SetDeadline.class, url).printsMatch("so far: slow( slow)*\nthe rest:( slow)+ \n"),
                Example.of(HandleEveryEnd.class, url)
                        .prints("done: stop\nthe turn failed: model_not_found\nrefused: missing_prompt\n"),
                Example.of(ListenInTheBackground.class, url)
                        .printsMatch("\\(it begins\\)\nThe tide writes its name,[^(]*\\(stop\\)\n"),
                Example.of(SeveralGateways.class, NOBODY, url).prints("trying the next gateway\n" + RIVER),
                Example.of(FollowSession.class, url)
                        .prints("0 turns so far\n> Write a haiku about a rivulet\n" + RIVER + "(stop)\n"));
    }

    @TestFactory
    Stream<DynamicTest> eachPrintsWhatItShows() {
        return examples().stream().map(example -> DynamicTest.dynamicTest(example.name(), example::run));
    }

    @Test
    void noneIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<String> programs = files.filter(ExamplesIT::runs)
                    .map(file -> file.getFileName().toString().replace(".java", "")).toList();
            assertThat(examples().stream().map(Example::name)).containsExactlyInAnyOrderElementsOf(programs);
            assertThat(Files.readString(Path.of("../docs/client.md"))).contains(programs);
        }
    }

    @Test
    void theOptionsOfATurnReachTheProvider() throws Exception {
        Example.of(ChooseModel.class, stack.url().toString()).run();
        SimulatedRequest asked = llm.requests().stream().filter(request -> request.prompt().contains("Kafka"))
                .findFirst().orElseThrow();
        assertThat(asked.model()).isEqualTo("gpt-4o");
        assertThat(asked.maxTokens()).hasValue(12);
        assertThat(asked.temperature()).hasValue(0.2);
        assertThat(asked.messages().stream().map(message -> message.role() + ": " + message.content())
                .collect(Collectors.joining("\n"))).startsWith("system: You are a poet.");
    }

    private static boolean runs(Path file) {
        try {
            return Files.readString(file).contains("void main(");
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void plainKafkaClientsAskAndConsumeWholeAnswers() throws Exception {
        String kafka = stack.bootstrapServers();
        String first = Example.of(PublishPrompt.class, kafka, "java", "hello").output().strip();
        String second = Example.of(PublishPrompt.class, kafka, "java", AWKWARD).output().strip();
        String results = Example.of(ConsumeResults.class, kafka, "backend", first, second).output();
        assertThat(results).containsSubsequence("java " + first + " stop: You asked: “hello”.",
                "java " + second
                        + " stop: You asked: “say \"hi\" \\ twice, once in 河川 \uD83C\uDF0A”."
                        + " Before that you said: “hello”.");
        assertThat(llm.requests()).anyMatch(request -> request.prompt().equals(AWKWARD));
    }

    @Test
    void kcatAsksAndPrintsTheResultOfATurnThatGatewaysKnow() throws Exception {
        assumeTrue(KcatScript.canRun(), "kcat is not installed (Debian package kcat)");
        String prompt = AWKWARD + " (by kcat)";
        JsonNode result = Json.MAPPER.readTree(KcatScript.ask(stack.bootstrapServers(), prompt, "shell"));
        assertThat(result.path("sessionId").asText()).isEqualTo("shell");
        assertThat(result.path("outcome").path("finishReason").asText()).isEqualTo("stop");
        assertThat(llm.requests()).anyMatch(request -> request.prompt().equals(prompt));
        try (RivuletClient client = RivuletClient.of(stack.url().toString())) {
            Turn turn = client.turn("shell", result.path("turnId").asText());
            assertThat(turn.text()).isEqualTo(result.path("text").asText()).startsWith("You asked: “say \"hi\"");
        }
    }
}
