/** A simulated LLM provider that speaks the OpenAI protocol over HTTP, with faults on demand. */
package dev.rivulet.testkit.llm;
