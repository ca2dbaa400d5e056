package dev.rivulet.local.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.rivulet.gateway.GatewayMain;
import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.worker.WorkerConfig;
import dev.rivulet.worker.WorkerMain;
import dev.rivulet.worker.provider.ProviderConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** No Docker engine is needed to see that the compose file and the images fit the code. */
class ComposeFileTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

    private final JsonNode compose = read(ROOT.resolve("docker-compose.yml"));

    @Test
    void hasKafkaAGatewayTwoWorkersAndExecutorsOnRequest() {
        assertThat(compose.path("services").fieldNames()).toIterable().containsExactlyInAnyOrder("kafka", "gateway",
                "worker-1", "worker-2", "executor");
    }

    @Test
    void kafkaIsTheVersionTheProjectIsBuiltWith() throws IOException {
        Matcher version = Pattern.compile("<kafka.version>(.*)</kafka.version>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(service("kafka").path("image").asText()).isEqualTo("apache/kafka:" + version.group(1));
        assertThat(service("kafka").path("healthcheck").path("test")).isNotEmpty();
    }

    @Test
    void everyVariableOfTheServicesIsUnderstood() {
        Stream.of("gateway", "worker-1", "worker-2", "executor").forEach(name -> {
            Config config = Config.of(environment(name), Map.of());
            assertThat(config.section(KafkaConfig.class, KafkaConfig.PREFIX).bootstrapServers())
                    .isEqualTo("kafka:9092");
        });
    }

    @Test
    void publishedPortIsTheOneTheGatewayListensOn() {
        HttpConfig http = Config.of(environment("gateway"), Map.of()).section(HttpConfig.class, HttpConfig.PREFIX);
        Config.of(environment("gateway"), Map.of()).section(GatewayConfig.class, GatewayConfig.PREFIX);
        assertThat(http.host()).isEqualTo("0.0.0.0");
        assertThat(service("gateway").path("ports").get(0).asText()).endsWith(":" + http.port());
    }

    @Test
    void aGatewayThatAsksNobodyIsPublishedToThisMachineOnly() {
        AuthConfig auth = Config.of(environment("gateway"), Map.of()).section(AuthConfig.class, AuthConfig.PREFIX);
        assertThat(AuthConfig.modeOf(auth)).isEqualTo(AuthConfig.Mode.NONE);
        assertThat(service("gateway").path("ports").get(0).asText()).startsWith("127.0.0.1:");
    }

    @Test
    void workersHaveAProviderAndListenForOperators() {
        Config config = Config.of(environment("worker-1"), Map.of());
        assertThat(config.section(ProviderConfig.class, ProviderConfig.PREFIX).baseUrl()).isPresent();
        assertThat(config.section(WorkerConfig.class, WorkerConfig.PREFIX).httpPort()).isPositive();
        assertThat(environment("worker-2")).isEqualTo(environment("worker-1"));
    }

    @Test
    void executorsAreWorkersThatOnlyExecute() {
        Map<String, String> environment = environment("executor");
        assertThat(environment.remove("RIVULET_WORKER_ROLES")).isEqualTo("execute");
        assertThat(environment).isEqualTo(environment("worker-1"));
        assertThat(service("executor").path("profiles")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"worker-1, 9464", "worker-2, 9464", "gateway, 8080"})
    void theHealthOfAServiceIsWhatItsProbeAnswers(String service, int port) throws Exception {
        List<String> command = new ArrayList<>();
        service(service).path("healthcheck").path("test").forEach(word -> command.add(word.asText()));
        assertThat(command.removeFirst()).isEqualTo("CMD");
        assertThat(command.getLast()).contains("/127.0.0.1/" + port + " ").contains("/healthz");
        AtomicInteger status = new AtomicInteger(200);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/healthz", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        command.set(2, command.get(2).replace("/" + port + " ", "/" + server.getAddress().getPort() + " "));
        try {
            assertThat(exitStatus(command)).isZero();
            status.set(503);
            assertThat(exitStatus(command)).isNotZero();
        } finally {
            server.stop(0);
        }
        assertThat(exitStatus(command)).isNotZero();
    }

    private static int exitStatus(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    @Test
    void kafkaAdvertisesTheAddressTheOthersUse() {
        assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS")).endsWith("://kafka:9092");
    }

    @Test
    void imagesAreMadeOfTheBuiltProjectAndRunItsMainClasses() throws IOException {
        assertDockerfile("worker", WorkerMain.class);
        assertDockerfile("gateway", GatewayMain.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "worker-1", "worker-2", "executor"})
    void ourContainersRunAsAUserAndCanWriteOnlyWhereTheyMust(String name) throws IOException {
        JsonNode service = service(name);
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("tmpfs")).hasSize(1);
        // By default nothing in a tmpfs can be executed, nor loaded as a library.
        assertThat(service.path("tmpfs").get(0).asText()).startsWith("/tmp:exec,").contains("size=");
        assertThat(service.path("cap_drop").get(0).asText()).isEqualTo("ALL");
        assertThat(service.path("security_opt").get(0).asText()).isEqualTo("no-new-privileges:true");
        assertThat(service.path("privileged").asBoolean()).isFalse();
        assertThat(service.has("user")).as("the image's").isFalse();
        String dockerfile = Files.readString(ROOT.resolve(service.path("build").asText()).resolve("Dockerfile"));
        assertThat(dockerfile).containsPattern("(?m)^USER [1-9][0-9]*$");
        assertThat(dockerfile.lines().filter(line -> line.startsWith("USER ")))
                .allMatch(line -> dockerfile.contains("--uid " + line.substring("USER ".length()) + " "));
    }

    private void assertDockerfile(String module, Class<?> main) throws IOException {
        String service = module.equals("worker") ? "worker-1" : module;
        assertThat(service(service).path("build").asText()).isEqualTo("./" + module);
        String dockerfile = Files.readString(ROOT.resolve(module).resolve("Dockerfile"));
        assertThat(dockerfile).contains(main.getName()).contains("USER ").contains("-XX:+ExitOnOutOfMemoryError");
        assertThat(dockerfile.lines().filter(line -> line.startsWith("COPY ")))
                .allSatisfy(line -> assertThat(line).contains("target/"));
    }

    private JsonNode service(String name) {
        return compose.path("services").path(name);
    }

    /** As Compose would set them where the shell sets nothing. */
    private Map<String, String> environment(String name) {
        Map<String, String> variables = new HashMap<>();
        service(name).path("environment").properties().forEach(entry -> variables.put(entry.getKey(),
                DEFAULTED.matcher(entry.getValue().asText()).replaceAll("$1")));
        return variables;
    }

    private static JsonNode read(Path file) {
        try {
            // SnakeYAML resolves anchors and merge keys; the rest is easier to walk as a tree.
            return Json.MAPPER.valueToTree(new Yaml().load(Files.readString(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
