package dev.rivulet.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.Refusal;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.metrics.HttpMeters;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.event.Started;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.metrics.TurnMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/operations.md has every metric of Rivulet's own, with its labels, and no other. */
class MetricsTableTest {

    private static final Pattern DOCUMENTED = Pattern.compile("`(rivulet_[a-z_]+)(?:\\{([a-z, ]+)})?`");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    /** What Prometheus adds to the name of a histogram. */
    private static final Pattern SUFFIX = Pattern.compile("(rivulet_\\w+_seconds)_(?:bucket|count|sum|max)");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void theTableNamesEveryMetricWithItsLabels() throws Exception {
        record();
        Map<String, Set<String>> exposed = new TreeMap<>();
        registry.scrape().lines().filter(line -> line.startsWith("rivulet_")).forEach(line -> {
            String name = SUFFIX.matcher(line.split("[{ ]", 2)[0]).replaceFirst("$1");
            Set<String> labels = exposed.computeIfAbsent(name, first -> new TreeSet<>());
            LABEL.matcher(line).results().map(found -> found.group(1)).filter(label -> !label.equals("le"))
                    .forEach(labels::add);
        });
        assertThat(documented()).isEqualTo(exposed);
    }

    @Test
    void everyMetricHasAHelpText() throws Exception {
        record();
        assertThat(registry.scrape().lines().filter(line -> line.startsWith("# HELP rivulet_"))).hasSizeGreaterThan(25)
                .allMatch(line -> line.split(" ", 4).length == 4 && line.split(" ", 4)[3].length() > 10);
    }

    private static Map<String, Set<String>> documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "operations.md"));
        Map<String, Set<String>> documented = new TreeMap<>();
        lines.stream().filter(line -> line.startsWith("| `rivulet_"))
                .flatMap(line -> DOCUMENTED.matcher(line.split(" \\| ", 2)[0]).results())
                .forEach(metric -> documented.put(metric.group(1), labels(metric)));
        return documented;
    }

    private static Set<String> labels(MatchResult metric) {
        return metric.group(2) == null
                ? Set.of()
                : Arrays.stream(metric.group(2).split(", ")).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Calls everything that records something, so that no metric is missed. */
    private void record() throws ReflectiveOperationException {
        recordRequest(new HttpMeters(registry).createHttpServerMetrics(null, null, null));
        for (Object meters : List.of(new GatewayMeters(registry), new TurnMetrics(registry, Set.of()))) {
            for (Method method : meters.getClass().getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == void.class) {
                    method.invoke(meters,
                            Arrays.stream(method.getParameterTypes()).map(MetricsTableTest::any).toArray());
                }
            }
        }
    }

    private static <R> void recordRequest(HttpServerMetrics<R, ?> server) {
        HttpRequest request = (HttpRequest) Proxy.newProxyInstance(MetricsTableTest.class.getClassLoader(),
                new Class<?>[]{HttpRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "method" -> HttpMethod.GET;
                    case "headers" -> MultiMap.caseInsensitiveMultiMap();
                    default -> null;
                });
        server.requestReset(server.requestBegin(null, request));
    }

    private static Object any(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int" -> 1;
            case "long" -> 1L;
            case "String" -> "x";
            case "Object" -> new Object();
            case "ToDoubleFunction" -> (ToDoubleFunction<Object>) source -> 1;
            case "ProblemCode" -> ProblemCode.INTERNAL;
            case "Refusal" -> Refusal.MISSING;
            case "StreamKind" -> StreamKind.NATIVE;
            case "Started" -> new Started(1, "m", "p");
            case "Usage" -> new Usage(1, 1, 2);
            case "TurnFinished" -> new TurnFinished(new SessionId("s"), new TurnId(new UUID(0x7000, 1L << 63)), 1, "w",
                    Outcome.cancelled(),
                    0, "", null, null, new Timings(0, null, 0));
            default -> throw new IllegalArgumentException("no example of " + type);
        };
    }
}
