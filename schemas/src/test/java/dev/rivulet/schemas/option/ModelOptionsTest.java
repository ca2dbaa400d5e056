package dev.rivulet.schemas.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelOptionsTest {

    private static final OptionLimits LIMITS = new OptionLimits(1_000, 300, 3, 2);

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'top_p':0}", "{'top_p':1.0,'frequency_penalty':-2,'presence_penalty':2}",
            "{'seed':-9223372036854775808}", "{'stop':'a'}", "{'stop':['a','\\n','\uD83C\uDF0A']}", "{'stop':[]}",
            "{'logit_bias':{'17':-100,'18':0.5}}", "{'reasoning_effort':'minimal','verbosity':'low'}",
            "{'service_tier':'auto','user':'u 1','safety_identifier':'s','prompt_cache_key':'k'}",
            "{'metadata':{'a':'b'},'store':true}", "{'prediction':{'type':'content','content':'x'}}",
            "{'response_format':{'type':'text'}}", "{'response_format':{'type':'json_object'}}",
            "{'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{}}}}",
            "{'response_format':{'type':'json_schema','json_schema':{'name':'A_-1','description':'d','strict':null,"
                    + "'schema':{'type':['object','null'],'required':['a'],'additionalProperties':false,'properties':"
                    + "{'a':{'$ref':'#/$defs/b'}},'$defs':{'b':{'anyOf':[{'enum':[1,null]},true]}},'x-own':7}}}}",
            "{'n':1,'logprobs':false,'top_logprobs':0,'modalities':['text'],'tools':[],'tool_choice':'none',"
                    + "'functions':[],'function_call':'none','audio':null,'web_search_options':null}"})
    void whatOpenAiDefinesAndIsSupportedIsValid(String json) {
        assertThatCode(() -> read(json).requireValid(LIMITS)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {'top_p':1.1}                      | INVALID_VALUE     | top_p
            {'top_p':'1'}                      | INVALID_TYPE      | top_p
            {'frequency_penalty':-2.1}         | INVALID_VALUE     | frequency_penalty
            {'presence_penalty':[]}            | INVALID_TYPE      | presence_penalty
            {'seed':1.5}                       | INVALID_TYPE      | seed
            {'seed':9223372036854775808}       | INVALID_VALUE     | seed
            {'stop':7}                         | INVALID_TYPE      | stop
            {'stop':''}                        | INVALID_VALUE     | stop
            {'stop':['a',null]}                | INVALID_TYPE      | stop[1]
            {'stop':['a','b','c','d']}         | INVALID_VALUE     | stop
            {'logit_bias':{'17':101}}          | INVALID_VALUE     | logit_bias.17
            {'logit_bias':[]}                  | INVALID_TYPE      | logit_bias
            {'reasoning_effort':'Very High'}   | INVALID_VALUE     | reasoning_effort
            {'verbosity':3}                    | INVALID_TYPE      | verbosity
            {'user':''}                        | INVALID_VALUE     | user
            {'metadata':{'a':1}}               | INVALID_TYPE      | metadata.a
            {'store':'yes'}                    | INVALID_TYPE      | store
            {'prediction':'x'}                 | INVALID_TYPE      | prediction
            {'n':2}                            | UNSUPPORTED_VALUE | n
            {'n':0}                            | UNSUPPORTED_VALUE | n
            {'logprobs':true}                  | UNSUPPORTED_VALUE | logprobs
            {'top_logprobs':5}                 | UNSUPPORTED_VALUE | top_logprobs
            {'modalities':['text','audio']}    | UNSUPPORTED_VALUE | modalities
            {'audio':{'voice':'x'}}            | UNSUPPORTED_VALUE | audio
            {'web_search_options':{}}          | UNSUPPORTED_VALUE | web_search_options
            {'function_call':'auto'}           | UNSUPPORTED_VALUE | function_call
            {'topp':1}                         | UNKNOWN_FIELD     | topp
            {'response_format':'json'}         | INVALID_TYPE      | response_format
            {'response_format':{}}             | MISSING_VALUE     | response_format.type
            {'response_format':{'type':1}}     | INVALID_TYPE      | response_format.type
            {'response_format':{'type':'xml'}} | INVALID_VALUE     | response_format.type
            {'response_format':{'type':'text','json_schema':{}}}      | UNKNOWN_FIELD | response_format.json_schema
            {'response_format':{'type':'json_schema'}}                | MISSING_VALUE | response_format.json_schema
            {'response_format':{'type':'json_schema','json_schema':{'schema':{}}}} | MISSING_VALUE | \
            response_format.json_schema.name
            {'response_format':{'type':'json_schema','json_schema':{'name':'n'}}}  | MISSING_VALUE | \
            response_format.json_schema.schema
            {'response_format':{'type':'json_schema','json_schema':{'name':'a b','schema':{}}}} | INVALID_VALUE | \
            response_format.json_schema.name
            {'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{},'extra':1}}} | \
            UNKNOWN_FIELD | response_format.json_schema.extra
            """)
    void aValueThatAnOptionCannotHaveIsNamed(String json, InvalidOptionException.Kind kind, String field) {
        assertInvalid(json, kind, field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []                                                     | INVALID_TYPE  |
            'object'                                               | INVALID_TYPE  |
            {'type':'objekt'}                                      | INVALID_VALUE | .type
            {'type':[]}                                            | INVALID_VALUE | .type
            {'type':{}}                                            | INVALID_TYPE  | .type
            {'properties':[]}                                      | INVALID_TYPE  | .properties
            {'properties':{'a':'string'}}                          | INVALID_TYPE  | .properties.a
            {'properties':{'a':{'items':{'required':'b'}}}}        | INVALID_TYPE  | .properties.a.items.required
            {'required':[1]}                                       | INVALID_TYPE  | .required
            {'enum':'a'}                                           | INVALID_TYPE  | .enum
            {'anyOf':[]}                                           | INVALID_VALUE | .anyOf
            {'anyOf':[{},{'type':'x'}]}                            | INVALID_VALUE | .anyOf[1].type
            {'items':[{'$ref':7}]}                                 | INVALID_TYPE  | .items[0].$ref
            {'additionalProperties':'no'}                          | INVALID_TYPE  | .additionalProperties
            """)
    void aSchemaThatIsNoneIsNamedWhereItIsNot(String schema, InvalidOptionException.Kind kind, String path) {
        assertInvalid("{'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':" + schema + "}}}",
                kind, "response_format.json_schema.schema" + (path == null ? "" : path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'tools':[TOOL]", "'tools':[TOOL],'tool_choice':'none'",
            "'tools':[TOOL],'tool_choice':'auto'",
            "'tools':[TOOL],'tool_choice':'required','parallel_tool_calls':false",
            "'tools':[TOOL],'tool_choice':{'type':'function','function':{'name':'f'}}",
            "'tools':[{'type':'function','function':{'name':'g','description':'','strict':true,'parameters':{}}},TOOL]",
            "'tools':[],'tool_choice':'none'"})
    void toolsAndTheChoiceOfOneAreValid(String options) {
        assertThatCode(() -> read("{" + withTool(options) + "}").requireValid(LIMITS)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            'tools':{}                                     | INVALID_TYPE      | tools
            'tools':[TOOL,TOOL]                            | INVALID_VALUE     | tools[1].function.name
            'tools':[TOOL,TOOL,TOOL]                       | INVALID_VALUE     | tools
            'tools':['f']                                  | INVALID_TYPE      | tools[0]
            'tools':[{'function':{'name':'f'}}]            | MISSING_VALUE     | tools[0].type
            'tools':[{'type':'custom','custom':{}}]        | UNSUPPORTED_VALUE | tools[0].type
            'tools':[{'type':'function'}]                  | MISSING_VALUE     | tools[0].function
            'tools':[{'type':'function','function':{}}]    | MISSING_VALUE     | tools[0].function.name
            'tools':[{'type':'function','function':{'name':'a b'}}]    | INVALID_VALUE | tools[0].function.name
            'tools':[{'type':'function','function':{'name':'f','parameters':'none'}}] | INVALID_TYPE | \
            tools[0].function.parameters
            'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'objekt'}}}] | INVALID_VALUE | \
            tools[0].function.parameters.type
            'tools':[{'type':'function','function':{'name':'f','x':1}}] | UNKNOWN_FIELD | tools[0].function.x
            'tools':[TOOL],'tool_choice':'g'               | INVALID_VALUE     | tool_choice
            'tools':[TOOL],'tool_choice':7                 | INVALID_TYPE      | tool_choice
            'tools':[TOOL],'tool_choice':{'type':'function','function':{'name':'g'}} | INVALID_VALUE | \
            tool_choice.function.name
            'tools':[TOOL],'tool_choice':{'type':'allowed_tools'}      | UNSUPPORTED_VALUE | tool_choice.type
            'tool_choice':'auto'                           | INVALID_VALUE     | tool_choice
            'parallel_tool_calls':true                     | INVALID_VALUE     | parallel_tool_calls
            'tools':[TOOL],'parallel_tool_calls':1         | INVALID_TYPE      | parallel_tool_calls
            """)
    void aToolOrChoiceThatIsNoneIsNamed(String options, InvalidOptionException.Kind kind, String field) {
        assertInvalid("{" + withTool(options) + "}", kind, field);
    }

    private static String withTool(String options) {
        return options.replace("TOOL", "{'type':'function','function':{'name':'f'}}");
    }

    @Test
    void schemasAndAllOptionsTogetherAreBounded() {
        String schema = "{'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'title':'%s'}}}}";
        assertThatCode(() -> read(schema.formatted("x".repeat(200))).requireValid(LIMITS)).doesNotThrowAnyException();
        assertInvalid(schema.formatted("x".repeat(301)), InvalidOptionException.Kind.INVALID_VALUE,
                "response_format.json_schema.schema");
        assertInvalid("{'seed':1,'user':'" + "x".repeat(1_001) + "'}", InvalidOptionException.Kind.INVALID_VALUE,
                "user");
    }

    @Test
    void theSizeIsAboutThatOfTheJson() {
        String json = "{'stop':['a','b'],'metadata':{'key':'value'},'seed':12345}";
        assertThat(read(json).chars()).isBetween(json.length() / 2, 2 * json.length());
        assertThat(ModelOptions.NONE.chars()).isZero();
    }

    @Test
    void whatAsksForNothingIsLeftOut() {
        assertThat(read("{'n':1,'seed':null,'logprobs':false,'tools':[]}").none()).isTrue();
        assertThat(read("{'n':1,'seed':1}").values()).containsOnlyKeys("seed");
    }

    @Test
    void anOptionOfALaterVersionIsKeptAndRefused() {
        ModelOptions later = read("{'later':{'a':[1]}}");
        assertThat(new String(Json.write(later), StandardCharsets.UTF_8)).isEqualTo("{\"later\":{\"a\":[1]}}");
        assertThat(later.unknown()).contains("later");
    }

    @Test
    void whatJsonCannotSayIsUnreadable() {
        for (String json : new String[]{"{'stop':'\\ud83c'}", "{'metadata':{'\\ud83c':'a'}}", "{'top_p':1e999}"}) {
            assertThatThrownBy(() -> read(json)).isInstanceOf(UnreadableRecordException.class);
        }
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> ModelOptions.of(Map.of("stop", JsonNodeFactory.instance.textNode("\uD83C"))))
                .satisfies(invalid -> {
                    assertThat(invalid.kind()).isEqualTo(InvalidOptionException.Kind.INVALID_TEXT);
                    assertThat(invalid.field()).isEqualTo("stop");
                });
    }

    @Test
    void aLogHasNoValues() {
        assertThat(read("{'stop':'secret','later':'secret'}").toString()).isEqualTo("ModelOptions[stop, later]");
    }

    private static void assertInvalid(String json, InvalidOptionException.Kind kind, String field) {
        ModelOptions options = read(json);
        assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> options.requireValid(LIMITS))
                .satisfies(invalid -> {
                    assertThat(invalid.kind()).isEqualTo(kind);
                    assertThat(invalid.field()).isEqualTo(field);
                    assertThat(invalid.getMessage()).startsWith(field + " ").endsWith(".");
                });
    }

    private static ModelOptions read(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ModelOptions.class);
    }
}
