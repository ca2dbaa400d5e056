/** Anthropic's messages API. */
package dev.rivulet.worker.provider.anthropic;
