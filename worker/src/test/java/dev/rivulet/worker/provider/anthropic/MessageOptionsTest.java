package dev.rivulet.worker.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.option.ModelOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'top_p':0.5} | {'top_p':0.5}",
            "{'stop':'a'} | {'stop_sequences':['a']}",
            "{'stop':['a','b']} | {'stop_sequences':['a','b']}",
            "{'user':'u'} | {'metadata':{'user_id':'u'}}",
            "{'service_tier':'auto'} | {'service_tier':'auto'}",
            "{'service_tier':'default'} | {'service_tier':'standard_only'}",
            "{'reasoning_effort':'low'} | {'output_config':{'effort':'low'}}",
            "{'response_format':{'type':'text'}} | {}",
            "{'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':"
                    + "{'type':'object'}}},"
                    + "'reasoning_effort':'high'} | {'output_config':{'format':{'type':'json_schema',"
                    + "'schema':{'type':'object'}},'effort':'high'}}",
            "{'tools':[{'type':'function','function':{'name':'f','description':'d','strict':true,'parameters':"
                    + "{'type':'object'}}},{'type':'function','function':{'name':'g'}}],'tool_choice':'required'} | "
                    + "{'tools':[{'name':'f','description':'d','strict':true,'input_schema':{'type':'object'}},"
                    + "{'name':'g','input_schema':{'type':'object'}}],'tool_choice':{'type':'any'}}",
            "{'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':{'type':'function','function':"
                    + "{'name':'f'}},'parallel_tool_calls':false} | {'tools':[{'name':'f','input_schema':"
                    + "{'type':'object'}}],'tool_choice':{'type':'tool','name':'f','disable_parallel_tool_use':true}}",
            "{'tools':[{'type':'function','function':{'name':'f'}}],'parallel_tool_calls':false} | {'tools':["
                    + "{'name':'f','input_schema':{'type':'object'}}],'tool_choice':{'type':'auto',"
                    + "'disable_parallel_tool_use':true}}",
            "{'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'none',"
                    + "'parallel_tool_calls':false} | {'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                    + "'tool_choice':{'type':'none'}}",
            "{'n':1,'logprobs':false,'tool_choice':'none'} | {}"})
    void anOptionIsWhatItIsInTheMessagesApi(String options, String fields) {
        MessageOptions mapped = MessageOptions.of(read(options));
        assertThat(mapped.unsupported()).isEmpty();
        assertThat(new String(Json.write(mapped.fields()), StandardCharsets.UTF_8))
                .isEqualTo(fields.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'seed':1}", "{'frequency_penalty':1}", "{'presence_penalty':1}", "{'logit_bias':{}}",
            "{'verbosity':'low'}", "{'safety_identifier':'s'}", "{'prompt_cache_key':'k'}",
            "{'prompt_cache_retention':'24h'}", "{'metadata':{'a':'b'}}", "{'store':true}", "{'prediction':{}}",
            "{'service_tier':'flex'}", "{'reasoning_effort':'minimal'}", "{'later':1}"})
    void anOptionOrValueWithoutACounterpartIsNotApproximated(String options) {
        String name = options.substring(2, options.indexOf('\'', 2));
        assertThat(MessageOptions.of(read(options)).unsupported()).contains(name);
    }

    @Test
    void jsonWithoutASchemaHasNoCounterpart() {
        assertThat(
                MessageOptions.of(read("{'top_p':1,'response_format':{'type':'json_object'},'seed':1}")).unsupported())
                .contains("response_format.type");
    }

    private static ModelOptions read(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ModelOptions.class);
    }
}
