package dev.rivulet.gateway.api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {

    private static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void requestsOfOpenAiClientsAreRead() {
        ChatRequest chat = read("""
                {"model":"gpt-4o","messages":[{"role":"developer","content":"d"},
                 {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]},
                 {"role":"assistant","content":"three","refusal":null,"annotations":[],"tool_calls":null}],
                 "max_completion_tokens":9,"max_tokens":9,"temperature":1,"stream":true,"top_p":0.3,"n":1,
                 "stream_options":{"include_usage":true,"include_obfuscation":false},"tools":[],"audio":null,
                 "response_format":{"type":"json_object"}}""");
        assertThat(chat.stream()).isTrue();
        assertThat(chat.includeUsage()).isTrue();
        assertThat(chat.draft().messages()).containsExactly(new Message(Role.DEVELOPER, "d"), Message.user("one two"),
                Message.assistant("three"));
        assertThat(chat.draft().options().model()).isEqualTo("gpt-4o");
        assertThat(chat.draft().options().maxTokens()).isEqualTo(9);
        assertThat(chat.draft().options().temperature()).isEqualTo(1.0);
        assertThat(chat.draft().options().toldToModel().values()).hasToString(
                "{top_p=0.3, response_format={\"type\":\"json_object\"}}");
    }

    @Test
    void anAnswerThatMustBeJsonIsNotContinued() {
        assertThat(read("{" + USER + "}").draft().options().wantsContinuation()).isTrue();
        assertThat(read("{" + USER + ",\"response_format\":{\"type\":\"text\"}}").draft().options().wantsContinuation())
                .isTrue();
        assertThat(read("{" + USER + ",\"response_format\":{\"type\":\"json_object\"}}").draft().options()
                .wantsContinuation()).isFalse();
    }

    @Test
    void itsTurnsNeitherRestartNorOutliveTheirConnection() {
        ChatRequest chat = read("{" + USER + "}");
        assertThat(chat.stream()).isFalse();
        assertThat(chat.draft().options().onInterruption()).isEqualTo(OnInterruption.FAIL);
        assertThat(chat.draft().options().onDisconnect()).isEqualTo(OnDisconnect.CANCEL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{}                                                       | missing_prompt    | messages",
            "{\"messages\":[]}                                        | missing_prompt    | messages",
            "{\"messages\":\"hi\"}                                    | invalid_type      | messages",
            "{\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}   | unsupported_value | messages[0].role",
            "{\"messages\":[{\"role\":\"x\",\"content\":\"a\"}]}      | invalid_value     | messages[0].role",
            "{\"messages\":[{\"role\":\"user\",\"content\":null}]}    | missing_value     | messages[0].content",
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]} | unsupported_value |"
                    + " messages[0].content[0].type",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"name\":\"bob\"}]} | unsupported_value |"
                    + " messages[0].name",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\",\"x\":1}]} | unknown_field | messages[0].x",
            "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{}]}]} | unsupported_value |"
                    + " messages[0].tool_calls",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stop\":\"\\ud83c\"} | invalid_text |"
                    + " modelOptions.stop",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"best_of\":1} | unknown_field | best_of",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":1,\"max_completion_tokens\":2} |"
                    + " invalid_value | max_tokens",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream_options\":{\"x\":1}} | unknown_field |"
                    + " stream_options.x",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream_options\":{\"include_obfuscation\":true}} |"
                    + " unsupported_value | stream_options.include_obfuscation",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":\"yes\"} | invalid_type | stream",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":-1} | invalid_value | max_tokens",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream_options\":1} | invalid_type |"
                    + " stream_options"})
    void anInvalidFieldIsAProblemThatNamesIt(String body, String code, String field) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body)).satisfies(problem -> {
            assertThat(problem.code().code()).isEqualTo(code);
            assertThat(problem.field()).isEqualTo(field);
        });
    }

    private static ChatRequest read(String body) {
        return ChatRequest.read(JsonRequest.of(body.getBytes(StandardCharsets.UTF_8), Json.MAPPER));
    }
}
