package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.all;
import static dev.rivulet.gateway.Streams.session;
import static dev.rivulet.gateway.Streams.turnOf;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.sse.SseEvent;
import dev.rivulet.testkit.sse.SseStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The AI SDK's side on the wire; its real clients are tested in {@code NpmClientsIT}. */
class UiChatIT {

    private static final String CHAT = "/api/chat";
    private static final String PROTOCOL = "x-vercel-ai-ui-message-stream";

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension.with(
            Map.of("rivulet.http.disconnect-grace", "0s", "rivulet.http.cors-origins", "https://app.example"));

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    @Test
    void anAnswerIsAUiMessageStreamOfATurnOfTheChatsSession() {
        String chat = session();
        SseStream stream = gateway.ssePost(CHAT, ask(chat, ""));
        String turn = turnOf(stream);
        PromptRequested prompt = worker.prompt(turn);
        assertThat(prompt.sessionId().value()).isEqualTo(chat);
        assertThat(prompt.prompt()).isEqualTo("hello");
        assertThat(prompt.options().whenBusy()).isEqualTo(WhenBusy.INTERRUPT);
        worker.answer(chat, turn, "one ", "two");
        List<SseEvent> events = all(stream);
        assertThat(stream.header(PROTOCOL)).contains("v1");
        assertThat(stream.header("X-Session-Id")).contains(chat);
        assertThat(part(events, 0).path("messageId").asText()).isEqualTo(turn);
        assertThat(events).extracting(event -> event.data().equals("[DONE]") ? "" : part(event).path("type").asText())
                .containsExactly("start", "start-step", "message-metadata", "text-start", "text-delta", "text-delta",
                        "text-end", "finish-step", "finish", "");
    }

    @Test
    void theMessageIsNamedBeforeTheTurnBegins() {
        SseStream stream = gateway.ssePost(CHAT, ask(session(), ""));
        String turn = turnOf(stream);
        assertThat(part(Streams.next(stream)).path("messageId").asText()).isEqualTo(turn);
        stream.cut();
    }

    @Test
    void whatALostWorkerHadShownIsTakenBack() {
        String chat = session();
        SseStream stream = gateway.ssePost(CHAT, ask(chat, ""));
        String turn = turnOf(stream);
        worker.publish(worker.prompt(turn), Chunks.started(1), new Delta(1, 0, "lost"), Chunks.started(2),
                new Delta(1, 1, "late"), new Delta(2, 0, "kept"), Chunks.done(2, 1, "stop", 4));
        assertThat(all(stream)).extracting(SseEvent::data).anyMatch(data -> data.contains("reset-step"))
                .noneMatch(data -> data.contains("late"));
    }

    @Test
    void aClientThatLeavesChangesNothingUnlessTheBodySaysSo() {
        SseStream left = gateway.ssePost(CHAT, ask(session(), ""));
        String goesOn = turnOf(left);
        left.cut();
        SseStream stopped = gateway.ssePost(CHAT, ask(session(), ",\"onDisconnect\":\"cancel\""));
        String cancelled = turnOf(stopped);
        stopped.cut();
        await().until(() -> worker.cancels(cancelled) == 1);
        assertThat(worker.cancels(goesOn)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":"a/b","messages":[]}                                        | session id
            {"id":"c","messages":[{"role":"user","parts":[{"type":"file"}]}]} | messages[0].parts[0].type must be text
            {"id":"c"                                                         | not JSON
            """)
    void aRefusalIsASentenceForTheSdkMakesItItsErrorsMessage(String body, String sentence) {
        HttpResponse<String> response = gateway.post(CHAT, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(response.body()).contains(sentence).doesNotStartWith("{");
    }

    @Test
    void otherMethodsAreRefusedInTheSameForm() {
        HttpResponse<String> response = gateway.get(CHAT);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(response.body()).isEqualTo("Allowed here: POST.");
    }

    @Test
    void pagesOfOtherOriginsMayReadWhichProtocolAndTurnItIs() {
        HttpResponse<String> response = gateway.post(CHAT, "{}", Map.of("Origin", "https://app.example"));
        assertThat(response.headers().firstValue("Access-Control-Expose-Headers").orElseThrow()).contains(PROTOCOL)
                .contains("X-Turn-Id");
    }

    private static String ask(String chat, String more) {
        return "{\"id\":\"" + chat + "\",\"trigger\":\"submit-message\",\"messages\":[{\"id\":\"m\",\"role\":\"user\","
                + "\"parts\":[{\"type\":\"text\",\"text\":\"hello\"}]}]" + more + "}";
    }

    private static JsonNode part(List<SseEvent> events, int index) {
        return part(events.get(index));
    }

    private static JsonNode part(SseEvent event) {
        return TestGateway.tree(event.data());
    }
}
