package dev.rivulet.gateway.api.aisdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UiRequestTest {

    private static final GatewayConfig LIMITS = Config.of(Map.of(), Map.of()).section(GatewayConfig.class,
            GatewayConfig.PREFIX);
    private static final String HI = message("user", "hi");
    private static final String TALK = HI + "," + message("assistant", "Hello.") + "," + message("user", "more");

    @Test
    void severalMessagesReplaceWhatTheSessionRemembers() {
        UiRequest chat = read("\"messages\":[" + message("system", "Be brief.") + "," + TALK
                + "],\"trigger\":\"submit-message\"");
        assertThat(chat.session().name()).isEqualTo("c1");
        assertThat(chat.draft().prompt()).isNull();
        assertThat(chat.draft().messages()).containsExactly(Message.system("Be brief."), Message.user("hi"),
                Message.assistant("Hello."), Message.user("more"));
    }

    @Test
    void oneMessageContinuesTheSessionsConversation() {
        assertThat(read("\"message\":" + HI).draft().prompt()).isEqualTo("hi");
        assertThat(read("\"messages\":[" + HI + "],\"trigger\":\"submit-message\"").draft().prompt()).isEqualTo("hi");
    }

    @Test
    void oneMessageThatReplacesAnotherIsTheWholeConversation() {
        assertThat(read("\"messages\":[" + HI + "],\"trigger\":\"regenerate-message\"").draft().messages())
                .containsExactly(Message.user("hi"));
        assertThat(read("\"messages\":[" + HI + "],\"messageId\":\"m\"").draft().messages())
                .containsExactly(Message.user("hi"));
    }

    @Test
    void textPartsAreJoinedAndStepsAndEmptyAnswersAreLeftOut() {
        UiRequest chat = read("""
                "messages":[
                {"id":"1","role":"user","parts":[{"type":"text","text":"one "},{"type":"text","text":"two"}]},
                {"id":"2","role":"assistant","parts":[{"type":"step-start"},{"type":"reasoning","text":"hm"},
                 {"type":"text","text":"Yes.","state":"done"}]},
                {"id":"3","role":"user","parts":[{"type":"text","text":"three"}]},
                {"id":"4","role":"assistant","metadata":{"error":{"code":"internal"}},
                 "parts":[{"type":"step-start"}]},
                {"id":"5","role":"user","parts":[{"type":"text","text":"four"}]}]""");
        assertThat(chat.draft().messages()).containsExactly(Message.user("one two"), Message.assistant("Yes."),
                Message.user("three"), Message.user("four"));
    }

    @Test
    void theBodyMayHaveTurnOptionsAndANewMessageInterruptsByDefault() {
        UiRequest chat = read("\"messages\":[" + HI
                + "],\"model\":\"m\",\"maxTokens\":5,\"system\":\"s\",\"onDisconnect\":\"cancel\"");
        assertThat(chat.draft().options().model()).isEqualTo("m");
        assertThat(chat.draft().options().maxTokens()).isEqualTo(5);
        assertThat(chat.draft().options().system()).isEqualTo("s");
        assertThat(chat.draft().options().onDisconnect()).isEqualTo(OnDisconnect.CANCEL);
        assertThat(chat.draft().options().whenBusy()).isEqualTo(WhenBusy.INTERRUPT);
        assertThat(read("\"message\":" + HI + ",\"whenBusy\":\"enqueue\"").draft().options().whenBusy())
                .isEqualTo(WhenBusy.ENQUEUE);
    }

    @Test
    void theChatIdMayBeInAHeader() {
        JsonRequest body = fields("{\"messages\":[" + HI + "]}");
        assertThat(UiRequest.read(body, Principal.ANONYMOUS, "h1", LIMITS).session().name()).isEqualTo("h1");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> UiRequest.read(body, Principal.ANONYMOUS, null, LIMITS))
                .satisfies(problem -> assertThat(problem.code().code()).isEqualTo("missing_value"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'id':'a/b','messages':[{'role':'user',PARTS}]                | invalid_session   | id
            'messages':[]                                                | missing_prompt    | messages
            'trigger':'submit-message'                                   | missing_prompt    | messages
            'messages':[{'role':'user','parts':[]}]                      | missing_prompt    | messages
            'messages':[{'role':'assistant',PARTS}]                      | missing_prompt    | messages
            'messages':[{'role':'user','content':'x'}]                   | missing_value     | messages[0].parts
            'messages':[{'role':'user','parts':[FILE]}]                  | unsupported_value | messages[0].parts[0].type
            'message':{'role':'user','parts':[{'type':'text','text':7}]} | invalid_type      | message.parts[0].text
            'message':{'role':'tool','parts':[]}                         | invalid_value     | message.role
            'message':{'role':'user',PARTS},'messageId':'m'              | unsupported_value | message
            'messages':[{'role':'user',PARTS}],'trigger':'other'         | invalid_value     | trigger
            """)
    void anInvalidFieldIsAProblemThatNamesIt(String fields, String code, String field) {
        String body = fields.replace("PARTS", "'parts':[{'type':'text','text':'x'}]")
                .replace("FILE", "{'type':'file','url':'x'}").replace('\'', '"');
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(body)).satisfies(problem -> {
            assertThat(problem.code().code()).isEqualTo(code);
            assertThat(problem.field()).isEqualTo(field);
        });
    }

    private static String message(String role, String text) {
        return "{\"id\":\"x\",\"role\":\"" + role + "\",\"parts\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    private static UiRequest read(String fields) {
        return UiRequest.read(fields("{" + (fields.startsWith("\"id\"") ? "" : "\"id\":\"c1\",") + fields + "}"),
                Principal.ANONYMOUS, null,
                LIMITS);
    }

    private static JsonRequest fields(String json) {
        return JsonRequest.of(json.getBytes(StandardCharsets.UTF_8), Json.MAPPER);
    }
}
