/** OpenAI's chat completions API. */
package dev.rivulet.worker.provider.openai;
