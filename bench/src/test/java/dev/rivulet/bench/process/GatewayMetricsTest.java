package dev.rivulet.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

    @Test
    void valuesAreFoundWithAndWithoutLabels() {
        assertThat(GatewayMetrics.parse("""
                # TYPE kafka_consumer_fetch_manager_bytes_consumed_total counter
                kafka_consumer_fetch_manager_bytes_consumed_total{client_id="rivulet-gateway-1-tail",topic="c"} 1.5E9
                kafka_consumer_fetch_manager_bytes_consumed_rate{client_id="rivulet-gateway-1-tail"} 3.0
                rivulet_gateway_replay_bytes_total 42.0
                rivulet_gateway_tail_partitions 7.0
                rivulet_gateway_preferred_partitions 6.0
                """)).isEqualTo(new GatewayMetrics(1_500_000_000, 42, 7, 6));
    }
}
