package dev.rivulet.bench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.bench.load.plan.Latency;
import dev.rivulet.bench.load.plan.LoadResult;
import dev.rivulet.bench.load.plan.Shape;
import dev.rivulet.bench.measure.Measurement;
import dev.rivulet.bench.measure.TokenCost;
import dev.rivulet.bench.measure.Workload;
import dev.rivulet.bench.process.ProcessRole;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LoadChartTest {

    private static final Latency LATENCY = new Latency(10, 4_000, 0, 20_000, 0, 0);

    @Test
    void eachShapeIsALineFromItsFewestToItsMostStreams() throws Exception {
        Document chart = draw(measurement(Shape.DIRECT, 1_000, 1), measurement(Shape.DIRECT, 100, 1),
                measurement(Shape.POST, 100, 1), measurement(Shape.POST, 1_000, 1));
        NodeList lines = chart.getElementsByTagName("polyline");
        assertThat(lines.getLength()).as("p50 and p99 of two latencies and two shapes, two costs of one").isEqualTo(10);
        for (int i = 0; i < lines.getLength(); i++) {
            String[] points = ((Element) lines.item(i)).getAttribute("points").split(" ");
            assertThat(points).hasSize(2);
            assertThat(x(points[0])).isLessThan(x(points[1]));
        }
        assertThat(chart.getDocumentElement().getTextContent()).contains("streams", "ms", "us", "post, turns of 100",
                "prefers-color-scheme: dark");
    }

    @Test
    void severalRunsAreOnePoint() throws Exception {
        Document chart = draw(measurement(Shape.DIRECT, 100, 1), measurement(Shape.DIRECT, 100, 2));
        assertThat(chart.getElementsByTagName("circle").getLength()).isEqualTo(4);
    }

    private static double x(String point) {
        return Double.parseDouble(point.split(",")[0]);
    }

    private static Document draw(Measurement... measurements) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(LoadChart.of(List.of(measurements)))));
    }

    private static Measurement measurement(Shape shape, int streams, int run) {
        LoadResult load = new LoadResult(1, 1, 0, 0, 0, 0, 0, Map.of(), 1, 1, 1, LATENCY, LATENCY, LATENCY, LATENCY);
        return new Measurement(shape, new Workload(streams, 20, 100, 10), 0, run, load, 10,
                Map.of(ProcessRole.SIMULATOR, new TokenCost(10, 0), ProcessRole.WORKER, new TokenCost(30, 0)), 0,
                Map.of(), Map.of());
    }
}
