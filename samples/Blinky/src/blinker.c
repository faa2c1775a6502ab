#include "blinker.h"

#include <ctype.h>
#include <string.h>

#include "board.h"
#include "settings.h"

#define UNIT_MS 80u

/* ITU-R M.1677: letters, then digits. */
static const char *const letters[26] = {
    ".-",   "-...", "-.-.", "-..",  ".",   "..-.", "--.",  "....", "..",   ".---", "-.-",  ".-..", "--",
    "-.",   "---",  ".--.", "--.-", ".-.", "...",  "-",    "..-",  "...-", ".--",  "-..-", "-.--", "--..",
};
static const char *const digits[10] = {
    "-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----.",
};

static char text[48];
static const char *next_character = text; /* at its end: nothing to send */
static const char *signal = "";           /* what remains of the current character */
static uint32_t changed_at, wait_ms;

static const char *signal_of(char c)
{
    if (isalpha((unsigned char)c))
        return letters[toupper((unsigned char)c) - 'A'];
    if (isdigit((unsigned char)c))
        return digits[c - '0'];
    return "";
}

static void change(bool on, uint32_t duration_ms)
{
    board_led_set(on);
    changed_at = board_millis();
    wait_ms = duration_ms;
}

/* One element on, the gap after it off: 1 unit within a character, 3 between characters, 7 between words. */
static void send_next(void)
{
    if (board_led_get()) {
        bool character_ends = *signal == '\0';
        change(false, (character_ends ? 3u : 1u) * UNIT_MS);
    } else if (*signal != '\0') {
        change(true, (*signal == '-' ? 3u : 1u) * UNIT_MS);
        signal++;
    } else {
        signal = signal_of(*next_character++);
        if (*signal == '\0')
            change(false, 4u * UNIT_MS); /* with the 3 units before it: a word's gap */
    }
}

void blinker_run(void)
{
    if (board_millis() - changed_at < wait_ms)
        return;
    if (*signal != '\0' || *next_character != '\0')
        send_next();
    else
        change(!board_led_get(), (uint32_t)settings_get(SETTING_BLINK_PERIOD) / 2);
}

bool blinker_send(const char *message)
{
    if (strlen(message) >= sizeof text)
        return false;
    strcpy(text, message);
    next_character = text;
    signal = "";
    change(false, 7u * UNIT_MS);
    return true;
}
