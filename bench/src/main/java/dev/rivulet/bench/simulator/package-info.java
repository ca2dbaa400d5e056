/** The process of the simulated LLM provider. */
package dev.rivulet.bench.simulator;
