/** Retry, circuit breaker, bulkhead and fallback around providers. */
package dev.rivulet.worker.provider.resilience;
