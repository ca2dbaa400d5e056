package dev.rivulet.gateway.api.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.http.JsonRequest;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.log.SessionIds;
import dev.rivulet.gateway.log.cursor.Cursors;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.command.OnDisconnect;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {

    private static final String TURN = "01a2048a-a6b1-7261-9de7-50d983ee366e";

    private final FrameReader reader = new FrameReader(
            Config.of(Map.of(), Map.of()).section(GatewayConfig.class, GatewayConfig.PREFIX),
            new SessionIds(session -> true), Principal.ANONYMOUS, Cursors.UNSIGNED);

    @Test
    void aPromptHasTheFieldsOfTheHttpRequest() {
        ClientFrame.Prompt prompt = (ClientFrame.Prompt) read("""
                {"type":"prompt","id":"1","session":"s","prompt":"hi","onDisconnect":"cancel","model":"m",
                 "idempotencyKey":"k"}""");
        assertThat(prompt.id()).isEqualTo("1");
        assertThat(prompt.session().name()).isEqualTo("s");
        assertThat(prompt.draft().prompt()).isEqualTo("hi");
        assertThat(prompt.draft().options().onDisconnect()).isEqualTo(OnDisconnect.CANCEL);
        assertThat(prompt.key().orElseThrow().key()).isEqualTo("k");
    }

    @Test
    void aPromptWithoutASessionGetsANewOne() {
        String prompt = "{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":\"hi\"}";
        assertThat(read(prompt).session()).isNotNull().isNotEqualTo(read(prompt).session());
    }

    @Test
    void theOtherRequestsNameTheirSessionAndTurn() {
        String about = ",\"id\":\"1\",\"session\":\"s\",\"turn\":\"" + TURN + "\"}";
        assertThat(read("{\"type\":\"cancel\"" + about)).isInstanceOf(ClientFrame.Cancel.class);
        assertThat(read("{\"type\":\"resume\"" + about)).isInstanceOf(ClientFrame.Resume.class);
        assertThat(read("{\"type\":\"leave\"" + about).turn()).hasToString(TURN);
        assertThat(read("{\"type\":\"leave\",\"id\":\"1\",\"session\":\"s\"}").turn()).isNull();
        assertThat(read("{\"type\":\"follow\",\"id\":\"1\",\"session\":\"s\",\"from\":\"start\"}"))
                .isInstanceOfSatisfying(ClientFrame.Follow.class,
                        follow -> assertThat(follow.fromStart()).isTrue());
        assertThat(read("{\"type\":\"ping\"}")).isEqualTo(new ClientFrame.Ping(null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{ | invalid_json |", "'' | invalid_json |", "[] | invalid_type |",
            "7 | invalid_type |", "{} {} | invalid_json |", "{} | missing_value | type",
            "{`type`:7} | invalid_type | type", "{`type`:`shout`,`id`:`1`} | invalid_value | type",
            "{`type`:`prompt`,`prompt`:`hi`} | missing_value | id",
            "{`type`:`prompt`,`id`:`1`} | missing_prompt | prompt",
            "{`type`:`prompt`,`id`:`1`,`prompt`:[`hi`]} | invalid_type | prompt",
            "{`type`:`prompt`,`id`:`1`,`prompt`:`hi`,`session`:`a b`} | invalid_session | session",
            "{`type`:`prompt`,`id`:`1`,`prompt`:`hi`,`throttle`:`soon`} | invalid_value | throttle",
            "{`type`:`prompt`,`id`:`1`,`prompt`:`hi`,`granularity`:`page`} | invalid_value | granularity",
            "{`type`:`prompt`,`id`:`1`,`prompt`:`\\ud800`} | invalid_text | prompt",
            "{`type`:`cancel`,`id`:`1`,`session`:`s`} | missing_value | turn",
            "{`type`:`resume`,`id`:`1`,`turn`:`x`,`session`:`s`} | invalid_turn | turn",
            "{`type`:`follow`,`id`:`1`} | missing_value | session",
            "{`type`:`follow`,`id`:`1`,`session`:`s`,`cursor`:`here`} | invalid_cursor | cursor",
            "{`type`:`follow`,`id`:`1`,`session`:`s`,`from`:`end`} | invalid_value | from",
            "{`type`:`prompt`,`id`:`1`,`prompt`:`hi`,`max_tokens`:3} | unknown_field | max_tokens",
            "{`type`:`cancel`,`id`:`1`,`session`:`s`,`turnId`:`t`} | unknown_field | turnId",
            "{`type`:`resume`,`id`:`1`,`session`:`s`,`lastEventId`:`c`} | unknown_field | lastEventId",
            "{`type`:`ping`,`prompt`:`hi`} | unknown_field | prompt"})
    void anInvalidFrameIsAProblemThatNamesTheField(String frame, String code, String field) {
        ProblemException problem = catchThrowableOfType(ProblemException.class,
                () -> read(frame.replace('`', '"')));
        assertThat(problem.code().code()).isEqualTo(code);
        assertThat(problem.field()).isEqualTo(field);
    }

    @Test
    void theLengthsOfPromptAndIdAreBounded() {
        String huge = "x".repeat(200_001);
        assertThat(catchThrowableOfType(ProblemException.class,
                () -> read("{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":\"" + huge + "\"}")).code().code())
                .isEqualTo("prompt_too_long");
        assertThat(catchThrowableOfType(ProblemException.class,
                () -> read("{\"type\":\"ping\",\"id\":\"" + "x".repeat(129) + "\"}")).field()).isEqualTo("id");
    }

    private ClientFrame read(String json) {
        JsonRequest fields = JsonRequest.of(json.getBytes(StandardCharsets.UTF_8), Json.MAPPER);
        return reader.read(FrameReader.id(fields), fields);
    }
}
