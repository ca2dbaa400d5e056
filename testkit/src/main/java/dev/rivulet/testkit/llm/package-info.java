/** A simulated LLM provider that implements the OpenAI protocol over HTTP, with faults on demand. */
package dev.rivulet.testkit.llm;
