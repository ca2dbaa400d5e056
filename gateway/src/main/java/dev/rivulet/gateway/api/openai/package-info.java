/** The OpenAI-compatible API: chat completions and models. */
package dev.rivulet.gateway.api.openai;
