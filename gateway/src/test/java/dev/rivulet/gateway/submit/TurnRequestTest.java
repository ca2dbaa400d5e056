package dev.rivulet.gateway.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.TurnTimeouts;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.OptionLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnRequestTest {

    private static final GatewayConfig LIMITS = Config.of(Map.of(), Map.of("rivulet.gateway.max-queue-timeout", "40s",
            "rivulet.gateway.max-first-token-timeout", "30s", "rivulet.gateway.max-idle-timeout", "10s",
            "rivulet.gateway.max-total-timeout", "60s", "rivulet.gateway.max-attempts", "3"))
            .section(GatewayConfig.class, GatewayConfig.PREFIX);

    @Test
    void aBarePromptIsEnough() {
        TurnDraft draft = read("{\"prompt\":\"hello\"}");
        assertThat(draft.prompt()).isEqualTo("hello");
        assertThat(draft.messages()).isNull();
        assertThat(draft.options()).isEqualTo(TurnOptions.NONE);
    }

    @Test
    void allOptionsAreRead() {
        TurnDraft draft = read("""
                {"prompt":"hello","model":"m","maxTokens":7,"temperature":0.5,"system":"be brief",
                 "whenBusy":"enqueue","onInterruption":"fail","maxAttempts":3,"onDisconnect":"cancel","later":{"a":1},
                 "timeouts":{"queueMs":40000,"firstTokenMs":30000,"idleMs":10000,"totalMs":1}}""");
        assertThat(draft.options()).isEqualTo(new TurnOptions("m", 7, 0.5, "be brief", WhenBusy.ENQUEUE,
                OnInterruption.FAIL, 3, OnDisconnect.CANCEL, new TurnTimeouts(40_000, 30_000, 10_000, 1)));
        assertThat(draft.cancelsOnDisconnect()).isTrue();
    }

    @Test
    void messagesAreReadUnchanged() {
        TurnDraft draft = read("""
                {"messages":[{"role":"system","content":"s"},{"role":"user","content":""}]}""");
        assertThat(draft.messages()).containsExactly(Message.system("s"), Message.user(""));
    }

    @Test
    void textOfAMessageMayBeInParts() {
        TurnDraft draft = read("""
                {"messages":[{"role":"developer","content":[]},
                 {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]}]}""");
        assertThat(draft.messages()).containsExactly(new Message(Role.DEVELOPER, ""), Message.user("one two"));
    }

    @Test
    void optionsForTheModelAreReadByTheirOwnNames() {
        TurnDraft draft = read("""
                {"prompt":"p","modelOptions":{"stop":["a"],"seed":7,"n":1,"user":null}}""");
        assertThat(draft.options().toldToModel().values()).hasToString("{stop=[\"a\"], seed=7}");
        assertThat(read("{\"prompt\":\"p\",\"modelOptions\":{}}").options()).isEqualTo(TurnOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"seed\":1.5} | invalid_type | seed", "{\"n\":2} | unsupported_value | n",
            "{\"stop\":[\"1\",\"2\",\"3\"]} | invalid_value | stop",
            "{\"response_format\":{\"type\":\"json_schema\"}} | missing_value | response_format.json_schema"})
    void aTurnIsNotSubmittedWithAnOptionThatCannotHaveItsValue(String options, String code, String field) {
        TurnDraft draft = read("{\"prompt\":\"p\",\"modelOptions\":" + options + "}");
        ModelLimits limits = new ModelLimits(Optional.empty(), Optional.empty(), new OptionLimits(1_000, 1_000, 2, 1));
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> draft.requireWithin(limits))
                .satisfies(problem -> {
                    assertThat(problem.code().code()).isEqualTo(code);
                    assertThat(problem.field()).isEqualTo("modelOptions." + field);
                });
    }

    @Test
    void nullIsTheSameAsAbsent() {
        TurnDraft draft = read("{\"prompt\":\"p\",\"messages\":null,\"model\":null,\"maxTokens\":null}");
        assertThat(draft.options()).isEqualTo(TurnOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "''                                              | invalid_json      |",
            "nonsense                                        | invalid_json      |",
            "{\"prompt\":\"a\"                               | invalid_json      |",
            "{\"prompt\":\"a\"} {}                           | invalid_json      |",
            "[]                                              | invalid_type      |",
            "{}                                              | missing_prompt    | prompt",
            "{\"prompt\":\"\"}                               | missing_prompt    | prompt",
            "{\"prompt\":\" \\n\"}                           | missing_prompt    | prompt",
            "{\"prompt\":7}                                  | invalid_type      | prompt",
            "{\"prompt\":[\"a\"]}                            | invalid_type      | prompt",
            "{\"prompt\":\"\\ud800\"}                        | invalid_text      | prompt",
            "{\"prompt\":\"\\udc00 a\"}                      | invalid_text      | prompt",
            "{\"prompt\":\"a\",\"messages\":[]}              | invalid_value     | messages",
            "{\"messages\":[]}                               | missing_prompt    | messages",
            "{\"messages\":{}}                               | invalid_type      | messages",
            "{\"messages\":[\"a\"]}                          | invalid_type      | messages[0]",
            "{\"messages\":[{\"content\":\"a\"}]}            | missing_value     | messages[0].role",
            "{\"messages\":[{\"role\":\"user\"}]}            | missing_value     | messages[0].content",
            "{\"messages\":[{\"role\":\"king\",\"content\":\"a\"}]} | invalid_value | messages[0].role",
            "{\"messages\":[{\"role\":\"user\",\"content\":1}]}     | invalid_type  | messages[0].content",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]} | invalid_text | messages[0].content",
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\"}]}]} | unsupported_value |"
                    + " messages[0].content[0].type",
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}]} | missing_value |"
                    + " messages[0].content[0].type",
            "{\"prompt\":\"a\",\"modelOptions\":\"x\"}       | invalid_type      | modelOptions",
            "{\"prompt\":\"a\",\"modelOptions\":{\"x\":1}}   | unknown_field     | modelOptions.x",
            "{\"prompt\":\"a\",\"modelOptions\":{\"user\":\"\\ud800\"}} | invalid_text | modelOptions.user",
            "{\"prompt\":\"a\",\"modelOptions\":{\"top_p\":1e999}}   | invalid_value | modelOptions.top_p",
            "{\"prompt\":\"a\",\"model\":1}                  | invalid_type      | model",
            "{\"prompt\":\"a\",\"model\":\" \"}              | invalid_value     | model",
            "{\"prompt\":\"a\",\"maxTokens\":\"7\"}          | invalid_type      | maxTokens",
            "{\"prompt\":\"a\",\"maxTokens\":1.5}            | invalid_type      | maxTokens",
            "{\"prompt\":\"a\",\"maxTokens\":0}              | invalid_value     | maxTokens",
            "{\"prompt\":\"a\",\"maxTokens\":99999999999}    | invalid_value     | maxTokens",
            "{\"prompt\":\"a\",\"temperature\":\"hot\"}      | invalid_type      | temperature",
            "{\"prompt\":\"a\",\"temperature\":2.1}          | invalid_value     | temperature",
            "{\"prompt\":\"a\",\"temperature\":-1}           | invalid_value     | temperature",
            "{\"prompt\":\"a\",\"system\":false}             | invalid_type      | system",
            "{\"prompt\":\"a\",\"whenBusy\":\"panic\"}       | invalid_value     | whenBusy",
            "{\"prompt\":\"a\",\"onInterruption\":\"x\"}     | invalid_value     | onInterruption",
            "{\"prompt\":\"a\",\"onDisconnect\":3}           | invalid_type      | onDisconnect",
            "{\"prompt\":\"a\",\"maxAttempts\":4}            | invalid_value     | maxAttempts",
            "{\"prompt\":\"a\",\"maxAttempts\":0}            | invalid_value     | maxAttempts",
            "{\"prompt\":\"a\",\"timeouts\":\"1s\"}          | invalid_type      | timeouts",
            "{\"prompt\":\"a\",\"timeouts\":{\"queueMs\":40001}}      | invalid_value | timeouts.queueMs",
            "{\"prompt\":\"a\",\"timeouts\":{\"firstTokenMs\":30001}} | invalid_value | timeouts.firstTokenMs",
            "{\"prompt\":\"a\",\"timeouts\":{\"idleMs\":10001}}       | invalid_value | timeouts.idleMs",
            "{\"prompt\":\"a\",\"timeouts\":{\"totalMs\":60001}}      | invalid_value | timeouts.totalMs",
            "{\"prompt\":\"a\",\"timeouts\":{\"totalMs\":0}}          | invalid_value | timeouts.totalMs",
            "{\"prompt\":\"a\",\"timeouts\":{\"idleMs\":\"5s\"}}      | invalid_type  | timeouts.idleMs"})
    void anInvalidFieldIsAProblemThatNamesIt(String body, String code, String field) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body)).satisfies(problem -> {
            assertThat(problem.code().code()).isEqualTo(code);
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.code().status()).isEqualTo(400);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"restart | RESTART | ", "fail | FAIL | ", "continue | | true",
            "continue,restart | RESTART | true", "continue,fail | FAIL | true"})
    void anInterruptedAnswerIsContinuedOrSomethingElseIsDone(String words, OnInterruption otherwise,
            Boolean continuation) {
        TurnOptions options = read("{\"prompt\":\"a\",\"maxTokens\":7,\"onInterruption\":\"" + words + "\"}").options();
        assertThat(options.onInterruption()).isEqualTo(otherwise);
        assertThat(options.continuation()).isEqualTo(continuation);
        assertThat(options.maxTokens()).isEqualTo(7);
    }

    @Test
    void theLengthOfAPromptIsBounded() {
        TurnDraft draft = read("{\"prompt\":\"four\",\"system\":\"six!!!\"}");
        assertThat(draft.requireAtMost(10)).isSameAs(draft);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> draft.requireAtMost(9))
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo("prompt_too_long"));
    }

    @Test
    void aProblemDoesNotRepeatTheInput() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read("{\"model\":\"secret\",\"prompt\":{}}"))
                .withMessageNotContaining("secret");
    }

    private static TurnDraft read(String body) {
        return TurnRequest.read(JsonRequest.of(body.getBytes(StandardCharsets.UTF_8), Json.MAPPER), LIMITS);
    }
}
