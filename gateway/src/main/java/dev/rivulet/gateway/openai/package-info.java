/** The OpenAI-compatible side: chat completions and models. */
package dev.rivulet.gateway.openai;
