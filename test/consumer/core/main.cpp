// Copyright (c) 2026 the cotty authors. Boost Software License 1.0, see LICENSE.
//
// Keys and the decoder without the rest: see the consumer tests.
#include <cotty/decoder.hpp>
#include <cotty/event.hpp>
#include <cotty/key.hpp>
#include <cotty/version.hpp>

#include <iostream>
#include <string_view>

// Every header of Boost includes this one's.
#ifdef BOOST_CONFIG_HPP
#error "a header of cotty::core includes Boost"
#endif

int main()
{
    std::cout << "parsed " << cotty::parse_key("alt+f12").value() << '\n';

    cotty::decoder decoder;
    std::string_view input = "\x1b[5~";
    cotty::event event;
    while (decoder.next(input, event))
        if (const auto* key = event.get_if<cotty::key>())
            std::cout << "decoded " << *key << '\n';
}
